"""Growth of the work with the size of the input: `uv run --group bench python benchmarks/growth.py`.

Counts the calls that Python makes, which don't depend on the machine. Exits with 1 if an input of twice the size needs
more than `LIMIT` times as many calls.
"""

import json
import sys
from collections.abc import Callable
from functools import partial

import with_tests  # noqa: F401  (finds `support`)

from scn_compiler import check, decompile, format_text
from support.effort import every_call

LIMIT = 2.3
SIZE = 100
HEAD = "role: r\nlanguage: en\npersonality: 3\n\nFIRST_MESSAGE\n  wait\n\n"


def when(trigger: str) -> str:
    return f"{HEAD}WHEN {trigger}\n  say: x\n"


def lines(form: str, size: int) -> str:
    return HEAD + "".join(form.format(number) for number in range(size))


def script_for(target: str, form: str, size: int) -> str:
    head = f"target: {target}\nscenario: s\nrole: r\nreason: r\ninstructions: i\n"
    return head + "".join(form.format(number) if size > 1 else form for number in range(size))


def weighted_keywords(size: int) -> str:
    trigger = " OR ".join(f'contains "a{number}"' for number in range(size))
    return f"WHEN {trigger}\n  say: x\n  weights: {', '.join(f'a{number} high' for number in range(size))}\n"


SCRIPTS: dict[str, Callable[[int], str]] = {
    "conditions": lambda size: lines("WHEN The agent asks for {}\n  say: x\n", size),
    "follow-ups": lambda size: lines("THEN\n  say: {}\n", size),
    "labels": lambda size: lines(
        "@a{0} WHEN The agent asks for {0}\n  say: x\nAFTER @a{0}\n  say: x\n", size
    ),
    "broken openings": lambda size: lines("WHNE The agent asks for {}\n  say: x\n", size),
    "broken actions": lambda size: lines("WHEN The agent asks for {}\n  sya: x\n", size),
    "stray lines": lambda size: lines("garbage {}\n", size),
    "unknown ids": lambda size: lines("WHEN The agent asks for {0}\n  say: x\nAFTER @9{0}\n  say: x\n", size),
    "scenarios": lambda size: lines("scenario: s{}\n" + HEAD, size),
    "scenarios with the same name": lambda size: lines("scenario: s\n" + HEAD, size),
    "operands": lambda size: when(" OR ".join(f'contains "{number}"' for number in range(size))),
    "broken operands": lambda size: when(" or ".join(f'contains "{number}"' for number in range(size))),
    "quotes": lambda size: when('"' * size),
    "parentheses": lambda size: when("(" * size),
    "tags": lambda size: when("The agent asks").replace("say: x", "say: " + "<spell>a</spell> " * size),
    "unclosed tags": lambda size: when("The agent asks").replace("say: x", "say: " + "<spell>" * size),
    "bars": lambda size: when("The agent asks").replace("say: x", "say: x" + "\n  | <b>" * size),
    "line breaks": lambda size: when("The agent asks").replace("say: x", "say: x" + "\n  |\n  | y" * size),
    "Eqho: calls": lambda size: script_for(
        "eqho", 'expect_call: f{0}(a={0}, b="c")\n  compare: a, b\n', size
    ),
    "Eqho: arguments": lambda size: script_for(
        "eqho", f"expect_call: f({', '.join(f'a{number}=1' for number in range(size))})\n", 1
    ),
    "Eqho: broken arguments": lambda size: script_for("eqho", f"expect_call: f({'a: x, ' * size})\n", 1),
    "Eqho: tools and mocks": lambda size: script_for(
        "eqho", "caller_tool: t{0}\n  kind: text\nmock m{0} = 1\n", size
    ),
    "Eqho: blocks": lambda size: script_for(
        "eqho", "WHEN The agent asks for {}\n  say: x\nTHEN\n  say: y\n", size
    ),
    "Sophiie: questions": lambda size: script_for(
        "sophiie", "WHEN a customer asks\n  say: x\n" + "  ask: q\n  answer: a\n  follow_up: f\n" * size, 1
    ),
    "Bimpe: rules": lambda size: script_for("bimpe", "WHEN The customer asks for it\n  say: {}\n", size),
    "Bimpe: flows": lambda size: script_for(
        "bimpe", 'WHEN contains "a{0}"\n  say: x\n  weights: a{0} high\n', size
    ),
    "Bimpe: steps": lambda size: script_for(
        "bimpe", 'WHEN contains "a"\n  say: x\n' + "THEN\n  say: y\n" * size, 1
    ),
    "Bimpe: weights": lambda size: script_for("bimpe", weighted_keywords(size), 1),
    "Sensay: topics": lambda size: script_for("sensay", "topic: t{0}\nquestion: q{0}?\n", size),
    "JSON": lambda size: f"cekura.x: {json.dumps(list(range(size)))}\n{HEAD}",
}
ROW = {"condition": "The agent asks", "action": "x", "type": "standard", "fixed_message": True}
PAYLOADS: dict[str, Callable[[int], str]] = {
    "a payload": lambda size: json.dumps(
        {"role": "r", "conditions": [{**ROW, "id": n} for n in range(size)]}
    ),
    "remarks": lambda size: json.dumps(
        {"role": "r", "conditions": [{**ROW, "id": n, "type": n} for n in range(size)]}
    ),
    "Eqho: a payload": lambda size: json.dumps(
        {
            "name": "n",
            "lead_scenario": {"instructions": {"task_instructions": "t", "reason_for_call": "r"}},
            "evaluation_criteria": {
                "actions": [{"tool_call_id": str(n), "name": "f", "arguments": {"a": n}} for n in range(size)]
            },
        }
    ),
    "tau2 tasks": lambda size: json.dumps(
        [
            {
                "id": str(n),
                "user_scenario": {"instructions": "t"},
                "evaluation_criteria": {"nl_assertions": ["a"]},
            }
            for n in range(size)
        ]
    ),
    "Sophiie: a payload": lambda size: json.dumps(
        {
            "name": "n",
            "prompt": "When p",
            "response": "r",
            "questions": [{"question": "q", "answerOptions": []}] * size,
        }
    ),
    "Bimpe: a payload": lambda size: json.dumps(
        {
            "system_prompt": "p",
            "rules": [
                {"id": f"r{n}", "name": "n", "trigger": "t", "response": "r", "enabled": True}
                for n in range(size)
            ],
            "flows": [{"name": "n", "trigger_keywords": [{"keyword": "k"}]} for _ in range(size)],
        }
    ),
    "Sensay: a payload": lambda size: json.dumps({"commonTopics": [f"t{n}" for n in range(size)]}),
    "deep JSON": lambda size: "[" * (size + 200) + "]" * (size + 200),
}


def main() -> None:
    works = [
        (f"{name}, {work.__name__}", work, build)
        for name, build in SCRIPTS.items()
        for work in (check, format_text)
    ]
    works += [(name, decompile, build) for name, build in PAYLOADS.items()]
    worst = 0.0
    for name, work, build in works:
        work(build(200))
        small, large = build(SIZE), build(2 * SIZE)
        growth = every_call(partial(work, large)) / every_call(partial(work, small))
        worst = max(worst, growth)
        print(f"{growth:5.2f}  {name}")
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
