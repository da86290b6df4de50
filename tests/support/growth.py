"""Inputs of any size, one function per construct, to find work that isn't linear."""

import json
from collections.abc import Callable

HEAD = "scenario: s\nrole: r\nlanguage: en\npersonality: 3\n\nFIRST_MESSAGE\n  wait\n\n"
Build = Callable[[int], str]


def when(trigger: str, action: str = "say: x") -> str:
    return f"{HEAD}WHEN {trigger}\n  {action}\n"


def say(words: str) -> str:
    return when("The agent asks", f"say: {words}")


def above(lines: str) -> str:
    """A script with lines before its blocks."""
    return HEAD.replace("personality: 3\n", f"personality: 3\n{lines}") + "WHEN The agent asks\n  say: x\n"


def allowed(names: str) -> str:
    return f"{HEAD}# scn: allow {names}\nWHEN The agent asks\n  say: <foo />\n"


def lines(form: str) -> Build:
    """Numbered lines of one form, below the first message."""
    return lambda size: HEAD + _numbered(form, size)


def fields(form: str) -> Build:
    return lambda size: above(_numbered(form, size))


def of_target(target: str, form: str) -> Build:
    head = f"target: {target}\nscenario: s\n"
    head += "role: r\nreason: r\ninstructions: i\n" if target == "eqho" else ""
    return lambda size: head + _numbered(form, size)


def operands(operator: str, form: str = 'contains "a{}"') -> Build:
    return lambda size: when(operator.join(form.format(number) for number in range(size)))


def repeated(part: str, end: str = "") -> Build:
    """A spoken text that repeats one part."""
    return lambda size: say(part * size + end)


def passed(key: str, entry: object) -> Build:
    return lambda size: above(f"cekura.{key}: {json.dumps([entry] * size)}\n")


def _numbered(form: str, size: int) -> str:
    return "".join(form.format(number) for number in range(size))


def _listed(form: str, size: int, between: str = ", ") -> str:
    return between.join(form.format(number) for number in range(size))


def long_scenario(blocks: int) -> str:
    """One scenario whose triggers share no keyword, like those of `benchmarks/scenarios.py`."""
    pair = (
        'WHEN contains "date {0:05}" OR contains "day {0:05}" OR contains "when {0:05}"\n'
        "  say: Thursday at {0:05}, if you have it [laughter], or else the {0:05}th\n"
        "THEN\n"
        "  do: Ask politely whether slot {0:05} is free\n\n"
    )
    return HEAD + _numbered(pair, blocks // 2)


def nested_keywords(blocks: int) -> str:
    """One scenario in which each keyword is inside two others."""
    group = (
        'WHEN contains "booking {0:05}" OR contains "appointment {0:05}"\n'
        "  say: Thursday at {0:05}, if you have it [laughter], or else the {0:05}th\n"
        "THEN\n"
        "  do: Ask politely whether slot {0:05} is free\n\n"
        'WHEN contains "booking {0:05} now"\n  say: Now is fine with me, {0:05}\n\n'
        'WHEN contains "new booking {0:05} now"\n  say: Yes, a new one, please: {0:05}\n\n'
    )
    return HEAD + _numbered(group, blocks // 4)


FUNCTION = '{{"name": "f{0}", "type": "rest_api", "config": {{"url": "https://a.example", "response_mapping": {{"a": "b"}}}}}}'
OF_SUITE = "role: r\nlanguage: en\nFIRST_MESSAGE\n  wait\n"

SHARED = "fragment: v(code)\n@asked WHEN The agent asks for $code\n  say: It is $code.\n"


def table(row: str, below: str = "", columns: str = "day | answer") -> Build:
    """Numbered rows of a table, and what is below the blocks of its scenario."""
    blocks = f'{OF_SUITE}WHEN contains "about $day"\n  say: x\nWHEN contains "${columns.split(" | ")[1]}"\n  say: y\n'
    return lambda size: f"scenario: s $day\nexamples: {columns}\n{_numbered(row, size)}{blocks}{below}"


SCRIPTS: dict[str, Build] = {
    # blocks and labels
    "sentences": lines("WHEN The agent asks for {}\n  say: x\n"),
    "sentences that are alike": lines("WHEN The agent asks for it\n  say: x\n"),
    "sentences as JSON": lines('WHEN raw: "The agent asks {}"\n  say: x\n'),
    "follow-ups": lines("THEN\n  say: {}\n"),
    "follow-ups of the end": lambda size: when("The agent asks", "end call") + "THEN\n  end call\n" * size,
    "labels": lines("@a{0} WHEN The agent asks for {0}\n  say: x\nAFTER @a{0}\n  say: x\n"),
    "labels that nothing refers to": lines("@a{0} WHEN The agent asks for {0}\n  say: x\n"),
    "labels that do not exist": lines("AFTER @a{}\n  say: x\n"),
    "labels that nearly exist": lines("@ab{0} WHEN The agent asks for {0}\n  say: x\nAFTER @ac{0}\n  say: x\n"),
    "numbers that no block has": lines("AFTER @9{}\n  say: x\n"),
    "labels given twice": lines("@a WHEN The agent asks for {}\n  say: x\n"),
    "ids given twice": lines("@7 WHEN The agent asks for {}\n  say: x\n"),
    "labels in capitals": lines("@Bad{0} WHEN The agent asks for {0}\n  say: x\n"),
    "first messages": lines("FIRST_MESSAGE\n  say: {}\n"),
    "blocks without a trigger": lines("WHEN\n  say: {}\n"),
    "blocks without an action": lines("WHEN The agent asks for {}\n"),
    "actions of one block": lambda size: say("x") + "  say: y\n" * size,
    "actions without a block": lambda size: "role: r\n" + "say: x\n" * size,
    "details of one block": lambda size: say("x") + "  ask: q\n  about: a\n" * size,
    "scenarios": lines("scenario: s{}\n" + OF_SUITE),
    "scenarios of one name": lines("scenario: s\n" + OF_SUITE),
    "scenarios of a suite": of_target("cekura-suite", "scenario: s{}\ncekura.x: 1\n" + OF_SUITE),
    # triggers
    "OR": operands(" OR "),
    "AND": operands(" AND "),
    "OR of AND": operands(" OR ", 'contains "a{0}" AND contains "b{0}"'),
    "AND of OR": operands(" AND ", '(contains "a{0}" OR contains "b{0}")'),
    "small or": operands(" or "),
    "quotes without contains": operands(" OR ", '"a{}"'),
    "contains without quotes": operands(" OR ", "contains a{}"),
    "words with OR": operands(" OR ", "a{}"),
    "not": operands(" AND ", 'not contains "a{}"'),
    "not, as JSON": lambda size: when('raw: "' + 'not contains \\"a\\" AND ' * size + '"'),
    "keywords": lines('WHEN contains "k{}"\n  say: x\n'),
    "keywords that share nothing": lambda size: long_scenario(4 * size),
    "keywords inside others": nested_keywords,
    "keywords that all share one": lines('WHEN contains "yes" AND contains "no {}"\n  say: x\n'),
    "parentheses": lambda size: when("(" * (size // 10) + 'contains "a"' + ")" * (size // 10)),
    "parentheses never closed": lambda size: when("(" * size),
    "quotes in a trigger": lambda size: when('"' * size),
    "backslashes in a keyword": lambda size: when('contains "' + '\\"' * size + '"'),
    "words of a trigger": lambda size: when("The agent asks " + "twice and " * size),
    "lines of a trigger": lambda size: when('contains "a"' + '\n  | OR contains "b"' * size),
    # texts
    "words": repeated("word "),
    "tags": repeated("<spell>a</spell> "),
    "tags that do not exist": repeated("<foo /> "),
    "tags without attributes": repeated("<silence /> "),
    "tags never closed": repeated("<spell>"),
    "tags closed only": repeated("</spell>"),
    "tags in tags": lambda size: say("<voice>" * size + "</voice>" * size),
    "half tags": repeated("<spell "),
    "attributes": lambda size: say("<silence " + 'a="1" ' * size + "/>"),
    "templates": repeated("{{{{test_profile.a}}}} "),
    "templates never closed": repeated("{{"),
    "single braces": repeated("{test_profile.a} "),
    "markers": repeated("[laugh] "),
    "brackets": repeated("["),
    "quotes": repeated('"'),
    "digits": repeated("4471 "),
    "addresses": repeated("a@b.example "),
    "blanks": repeated(" ", "x"),
    "no-break spaces": repeated("\u00a0", "x"),
    "invisible characters": repeated("\u200b"),
    "ends of the call": repeated("<endcall /> "),
    "continuation lines": repeated("x\n  | "),
    "continuation lines of tags": repeated("x\n  | <b>"),
    "line breaks": repeated("x\n  |\n  | "),
    "comments in a text": repeated("x\n  # c\n  | "),
    # fields, variables, values
    "comments": fields("# comment {}\n"),
    "blank lines": fields("\n"),
    "one field again": fields("role: x{}\n"),
    "expectations": fields("expect: The main agent says {}\n"),
    "a long expectation": lambda size: above("expect: " + "The main agent asks and then answers. " * size + "\n"),
    "tags of a scenario": lambda size: above("tags: " + "a, " * size + "b\n"),
    "tools that do not exist": lambda size: above("tools: " + "dtm, " * size + "dtmf\n"),
    "metrics": lambda size: above("metrics: " + "1, " * size + "2\n"),
    "fields that do not exist": fields("feld{}: x\n"),
    "fields between blocks": lines("role: {}\n"),
    "lines that belong to a record": lines("compare: a{}\n"),
    "lines cut off from a block": lambda size: say("x") + "role: r\n" + "  about: a\n" * size,
    "variables": fields("given a{} = 1\n"),
    "one variable again": fields("given a = {}\n"),
    "misspelled variables": fields("givn a{} = 1\n"),
    "unknown variables": lambda size: "target: cekura-suite\n" + above(_numbered("given abc{} = 1\n", size)).replace(
        "say: x", "say: " + _numbered("{{{{test_profile.abd{}}}}} ", size)),
    "values written out": lambda size: "target: cekura-suite\n" + above(_numbered("given a{0} = value{0}\n", size)).replace(
        "say: x", "say: " + _numbered("value{} ", size)),
    "a long number": lambda size: above(f"given a = {'7' * size}\nagent: {'0' * size}7\n"),
    "names of one allow": lambda size: allowed("unknown-tag, " * size + "bad-nesting reason"),
    "unknown names of one allow": lambda size: allowed(_numbered("name-{}, ", size) + "x reason"),
    "allows of one block": lambda size: allowed("unknown-tag reason\n# scn: allow " * size + "unknown-tag reason"),
    "allows": lines("# scn: allow unknown-tag reason\nWHEN The agent asks for {}\n  say: <foo />\n"),
    "allows of nothing": lines("# scn: allow unknown-tag reason\nWHEN The agent asks for {}\n  say: x\n"),
    "values of a platform": fields("cekura.key{}: 1\n"),
    "functions": lambda size: above("cekura.functions: [" + ", ".join(FUNCTION.format(n) for n in range(size)) + "]\n"),
    "functions of one name": lambda size: above("cekura.functions: [" + ", ".join([FUNCTION.format(1)] * size) + "]\n"),
    "functions that are not declared": repeated('<function name="f" /> {{{{function.f.a}}}} '),
    "patches": passed("patch", {"op": "add", "path": "/tags", "value": ["a"]}),
    "patches of one list": passed("patch", {"op": "add", "path": "/conditional_actions/conditions/-", "value": 1}),
    "mocks": passed("generated_mock_tool_entries", {"tool_name": "a", "new_entry": {"input": {}, "output": {}}}),
    "refused values": passed("tags", 1),
    "lines of JSON": lambda size: above("cekura.functions: [" + "\n  | " * size + "]\n"),
    "half characters": lambda size: above('cekura.key: "' + "\\ud83d" * size + '"\n'),
    # lines of other formats
    "stray lines": lines("garbage {}\n"),
    "stray lines above": lambda size: _numbered("garbage {}\n", size),
    "lines of JSON objects": lines('"say": "x {}",\n'),
    "lines of YAML": lines("- say: x {}\n"),
    "lines of Gherkin": lines("Given x {}\n"),
    "lines of ink": lines("-> x{}\n"),
    "lines of code": lines('say("x {}")\n'),
    "broken openings": lines("WHNE The agent asks for {}\n  say: x\n"),
    "broken actions": lines("WHEN The agent asks for {}\n  sya: x\n"),
    "broken triggers": lines("WHEN contains a{}\n  say: x\n"),
    "half sentences": lines('WHEN contains "a" or the agent {}\n  say: x\n'),
    "bars": lines("| x {}\n"),
    # parts that scripts share
    "values": lambda size: _numbered("let v{0} = {0}\n", size) + lines("WHEN The agent asks for {0}\n  say: $v{0}\n")(size),
    "values of values": lambda size: "let v0 = a\n" + "".join(f"let v{n + 1} = $v{n}\n" for n in range(size)) + say(f"$v{size}"),
    "values that do not exist": lines("WHEN The agent asks for {0}\n  say: $v{0}\n"),
    "values that nearly exist": lambda size: _numbered("let va{0} = {0}\n", size)
    + lines("WHEN The agent asks\n  say: $vb{0}\n")(size),
    "values in one text": lambda size: "let v = w\n" + say("$v and " * size),
    "fragments": lambda size: _numbered("fragment: f{0}\nWHEN The agent asks for {0}\n  say: x\n", size)
    + lines("insert: f{0}\n")(size),
    "inserts": lambda size: SHARED + lines('insert: v(code = "A {0}") as i{0}\n')(size),
    "inserts whose labels clash": lambda size: SHARED + lines('insert: v(code = "A {0}")\n')(size),
    "inserts without a value": lambda size: SHARED + lines("insert: v\n")(size),
    "parameters that nothing uses": lambda size: f"fragment: v({_listed('p{}', size)})\n" + SHARED + above(""),
    "scenarios with one mistake": lambda size: "fragment: v\nWHEN The agent asks\n  say: <foo/>\n"
    + _numbered("scenario: s{}\n" + OF_SUITE + "insert: v\n", size),
    "rows": table("row: d{0} | a{0}\n"),
    "rows with too few cells": table("row: d{0}\n"),
    "rows that are equal": table("row: d | a\n"),
    "rows with mistakes": table("row: d{0} | <foo{0}/>\nrow: e{0} |\n"),
    "rows that make a fragment wrong": table("row: d{0} | hello\nrow: e{0} | a{0}\n",
        'insert: v\nfragment: v\nWHEN contains "hello"\n  say: y\n'),
    "rows that set a field": table("row: d{0} | t{0}\n", columns="day | tags"),
    "columns that nothing uses": lambda size: f"scenario: s\nexamples: {_listed('c{}', size, ' | ')}\n"
    f"row: {_listed('x{}', size, ' | ')}\n{OF_SUITE}",
    # other platforms
    "Eqho: calls": of_target("eqho", "expect_call: f{0}(a={0})\n  compare: a\n"),
    "Eqho: calls of one id": of_target("eqho", "expect_call: f(a={})\n  call_id: x\n"),
    "Eqho: history": of_target("eqho", "history: caller: {}\n"),
    "Eqho: mocks and tools": of_target("eqho", "mock m{0} = 1\ncaller_tool: t{0}\n  kind: text\n"),
    "Eqho: blocks": of_target("eqho", "WHEN The agent asks for {}\n  say: <spell>x</spell>\nTHEN\n  say: y\n"),
    "Eqho: a broken call": lambda size: of_target("eqho", "")(0) + f"expect_call: f({'a: x, ' * size})\n",
    "Sophiie: questions": lambda size: of_target("sophiie", "WHEN a customer asks\n  say: x\n")(1)
    + "  ask: q\n  answer: a\n" * size,
    "Bimpe: rules": of_target("bimpe", "WHEN The customer asks for {}\n  say: x\n"),
    "Bimpe: rules alike": of_target("bimpe", "WHEN The customer asks for it\n  say: x\n"),
    "Bimpe: flows": of_target("bimpe", 'WHEN contains "a{0}"\n  say: x\n  weights: a{0} high\n'),
    "Bimpe: weights": lambda size: "target: bimpe\nscenario: s\nWHEN " + " OR ".join(f'contains "a{n}"' for n in range(size))
    + "\n  say: x\n  weights: " + ", ".join(f"a{n} high" for n in range(size)) + "\n",
    "Sensay: questions": of_target("sensay", "question: q{0}\ntopic: t{0}\n"),
}  # fmt: skip

ROW = {"condition": "The agent asks", "action": "x", "type": "standard", "fixed_message": True}
FIRST = {"id": 0, "condition": "FIRST_MESSAGE", "action": "", "type": "standard", "fixed_message": True}


def _rows(row: Callable[[int], dict[str, object]]) -> Build:
    return lambda size: json.dumps(
        {"role": "r", "conditions": [FIRST, *(row(n) for n in range(1, size + 1))]}
    )


PAYLOADS: dict[str, Build] = {
    "rows": _rows(lambda n: {**ROW, "id": n}),
    "rows of odd ids": _rows(lambda n: {**ROW, "id": 3 * n}),
    "a chain": _rows(lambda n: {**ROW, "id": n, "condition": n - 1, "type": "action_followup"}),
    "a fork": _rows(lambda n: {**ROW, "id": n, "condition": 0, "type": "action_followup"}),
    "unknown parents": _rows(lambda n: {**ROW, "id": n, "condition": 100_000 + n, "type": "action_followup"}),
    "one id": _rows(lambda _: {**ROW, "id": 1}),
    "rows of no type": _rows(lambda n: {key: value for key, value in {**ROW, "id": n}.items() if key != "type"}),
    "keywords": _rows(lambda n: {**ROW, "id": n, "condition": f'contains "a{n}" OR contains "b"'}),
    "keys that are unknown": _rows(lambda n: {**ROW, "id": n, f"key{n}": 1}),
    "a long condition": lambda size: _rows(lambda n: {**ROW, "id": n, "condition": " OR ".join(['contains "a"'] * size)})(1),
    "a long action": lambda size: _rows(lambda n: {**ROW, "id": n, "action": "<spell>a</spell> [b] {{c}} " * size})(1),
    "lines of an action": lambda size: _rows(lambda n: {**ROW, "id": n, "action": "a\n b \n" * size})(1),
    "when, say, then": lambda size: json.dumps({"role": "r", "first_message": "Hi", "conditions": [
        {"when": f"The agent asks for {n}", "say": "x", "then": ["y"]} for n in range(size)]}),
    "one long then": lambda size: json.dumps({"role": "r", "first_message": {"say": "Hi", "then": ["y"] * size}}),
    "functions": lambda size: json.dumps({"role": "r", "conditions": [FIRST], "functions": [
        json.loads(FUNCTION.format(n)) for n in range(size)]}),
    "scenarios of a suite": lambda size: json.dumps({"version": "1", "scenarios": [
        {"name": f"s{n}", "instructions": "i"} for n in range(size)]}),
    "bodies": lambda size: json.dumps([{"name": f"s{n}", "instructions": "i"} for n in range(size)]),
    "unknown keys of a body": lambda size: json.dumps({"instructions": "i", **{f"key{n}": n for n in range(size)}}),
    "tags": lambda size: json.dumps({"instructions": "i", "tags": [f"t{n}" for n in range(size)]}),
    "statements": lambda size: json.dumps({"instructions": "i", "expected_outcome_prompt": "a\n" * size}),
    "deep JSON": lambda size: "[" * (size + 200) + "]" * (size + 200),
    "JSON that breaks off": lambda size: '{"role": "r", "conditions": [' + "{}, " * size,
    "tau2 tasks": lambda size: json.dumps([{"id": str(n), "user_scenario": {"instructions": "t"},
        "evaluation_criteria": {"nl_assertions": ["a"], "actions": [], "reward_basis": []}} for n in range(size)]),
    "Eqho: calls": lambda size: json.dumps({"name": "n",
        "lead_scenario": {"instructions": {"task_instructions": "t", "reason_for_call": "r"}}, "evaluation_criteria": {
            "actions": [{"tool_call_id": str(n), "name": "f", "arguments": {"a": n}} for n in range(size)]}}),
    "Sophiie: questions": lambda size: json.dumps({"name": "n", "prompt": "When p", "response": "r",
        "questions": [{"question": "q", "answerOptions": []}] * size}),
    "Bimpe: rules": lambda size: json.dumps({"system_prompt": "p", "rules": [
        {"id": f"r{n}", "name": "n", "trigger": "t", "response": "r", "enabled": True} for n in range(size)]}),
    "Sensay: topics": lambda size: json.dumps({"commonTopics": [f"t{n}" for n in range(size)]}),
}  # fmt: skip

CONFIGURATIONS: dict[str, Build] = {
    "a long value": lambda size: f'[tool.scn]\ntarget = "{"tool " * size}"\n',
    "a long bare line": lambda size: "tool " * size,
    "a long key": lambda size: "tool." * size + "scn = 1\n",
    "a long string of dots": lambda size: f'exclude = ["{"a." * size}"]\n',
    "keys": lambda size: _numbered("key{} = 1\n", size),
    "nearly known keys": lambda size: _numbered("targe{} = 1\n", size),
    "tables": lambda size: _numbered("[tool.other{}]\nkey = 1\n", size),
    "selectors": lambda size: f"ignore = {json.dumps([f'SCN{n}' for n in range(size)])}\n",
    "wrong selectors": lambda size: f"select = {json.dumps([f'unknwn-tag{n}' for n in range(size)])}\n",
    "patterns": lambda size: f"exclude = {json.dumps([f'**/a{n}/*.scn' for n in range(size)])}\n",
    "defaults": lambda size: f"[defaults]\ntags = {json.dumps([f't{n}' for n in range(size)])}\n",
    "wrong defaults": lambda size: "[defaults]\n" + _numbered("tagz{} = 1\n", size),
    "brackets": lambda size: "[" * size,
    "quotes": lambda size: '"' * size,
    "comments": lambda size: "# tool.scn\n" * size,
    "multi-line text": lambda size: 'x = """' + "tool\n" * size + '"""\n',
    "environments": lambda size: "".join(
        f'[environments.e{n}]\nextends = "e{n + 1}"\nlet.v = {n}\n' for n in range(size)
    ),
    "a circle of environments": lambda size: "".join(
        f'[environments.e{n}]\nextends = "e{(n + 1) % size}"\n' for n in range(size)
    ),
    "names": lambda size: "[environments.a.names.agents]\n" + _numbered('"Desk {}" = 1\n', size),
    "wrong names": lambda size: "[environments.a.names.agents]\n" + _numbered('"Desk {}" = true\n', size),
    "nested tables": lambda size: "environments.a.let = " + "{ a = " * size,
}  # fmt: skip
