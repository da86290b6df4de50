"""Changes of a payload come into its script, which keeps its comments, its labels and all lines that nobody changed."""

import json
import re
from collections import Counter
from collections.abc import Callable
from difflib import unified_diff
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scn_compiler import compile_text, decompile
from scn_compiler.config import Config
from scn_compiler.reuse.values import Environment, NameOfId
from scn_compiler.sync.canonical import RequestBody, canonical
from scn_compiler.sync.merge.merge import Merged, ScriptFile, merge_into
from scn_dsl.nodes import Block, EndCall, Field, Say, Scenario, Script, Sentence, Setting, Text, When
from scn_dsl.records import replace
from scn_dsl.source import Source
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from support.laws import law
from support.paths import SAMPLES

BOOK = """\
# About bookings
scn 1

scenario: Book a table
role: A guest who is hungry
language: en
agent: 21
personality: 11
tags: smoke, nightly  
# What must come true
expect: A table is booked
expect: The agent says goodbye

FIRST_MESSAGE
  say: Hello.

# The usual question
@day WHEN the agent asks
    | for the day
  say: Tuesday, please, at half past seven,
    # not later
    | because we have a train to catch
  end call

WHEN contains "bye"
  # Short
  say: Bye.

# Only now
AFTER @day
  say: Or Wednesday.
"""  # noqa: W291


def body_of(text: str, number: int = 0) -> RequestBody:
    return canonical(compile_text(text, path="a.scn").payloads[number].value, "cekura")


def merged(text: str, theirs: RequestBody, number: int = 0) -> Merged:
    fields = {*body_of(text, number), *theirs}
    return merge_into(ScriptFile(text, "a.scn"), number, "cekura", theirs, fields)


def changed(text: str, change: Callable[[RequestBody], object], number: int = 0) -> list[str]:
    """The lines that differ after a change of the payload."""
    body = json.loads(json.dumps(body_of(text, number)))
    change(body)
    result = merged(text, canonical(body, "cekura"), number)
    assert result.text is not None, result.reason
    lines = unified_diff(text.splitlines(), result.text.splitlines(), n=0, lineterm="")
    return [f"{line[0]} {line[1:]}" for line in [*lines][2:] if line[0] in "+-"]


def test_words_change_in_their_line() -> None:
    def change(body: RequestBody) -> None:
        body["conditional_actions"]["conditions"][0]["say"] = (
            "Tuesday, please, at a quarter past seven, because we have a train to catch <endcall />"
        )

    assert changed(BOOK, change) == [
        "-   say: Tuesday, please, at half past seven,",
        "+   say: Tuesday, please, at a quarter past seven,",
    ]


def test_a_comment_between_the_lines_of_a_text_moves_above_it() -> None:
    def change(body: RequestBody) -> None:
        body["conditional_actions"]["conditions"][0]["say"] = "Friday. <endcall />"

    assert changed(BOOK, change) == [
        "-   say: Tuesday, please, at half past seven,",
        "-     # not later",
        "-     | because we have a train to catch",
        "+   # not later",
        "+   say: Friday.",
    ]


def test_a_removed_block_leaves_its_comments() -> None:
    def change(body: RequestBody) -> None:
        body["conditional_actions"]["conditions"].pop(1)

    assert changed(BOOK, change) == ['- WHEN contains "bye"', "-   # Short", "-   say: Bye.", "+ # Short"]


def test_a_new_block_has_its_place_among_the_others() -> None:
    def change(body: RequestBody) -> None:
        new = {"when": "the agent asks for a name", "say": "Ann.", "then": ["A double n."]}
        body["conditional_actions"]["conditions"].insert(1, new)

    assert changed(BOOK, change) == [
        "+ WHEN the agent asks for a name",
        "+   say: Ann.",
        "+ THEN",
        "+   say: A double n.",
        "+ ",
    ]


def test_a_block_moves_with_its_comments() -> None:
    def change(body: RequestBody) -> None:
        body["conditional_actions"]["conditions"].reverse()

    text = BOOK[: BOOK.index("# Only now")].replace("WHEN contains", "# The end\nWHEN contains")
    block = ["# The end", 'WHEN contains "bye"', "  # Short", "  say: Bye.", ""]
    assert changed(text, change) == [*(f"+ {line}" for line in block), *(f"- {line}" for line in block)]


def test_a_follow_up_far_from_its_parent_names_it_by_a_label() -> None:
    text = BOOK[: BOOK.index("# Only now")].replace("@day WHEN", "WHEN").rstrip() + "\n"

    def change(body: RequestBody) -> None:
        first, second = body["conditional_actions"]["conditions"]
        rows = [("FIRST_MESSAGE", "Hello."), (first["when"], first["say"]), (second["when"], second["say"])]
        conditions = [
            {"id": number, "condition": when, "action": say, "type": "standard", "fixed_message": True}
            for number, (when, say) in enumerate(rows)
        ]
        follow_up = {"id": 3, "condition": 1, "action": "Or Friday.", "type": "action_followup"}
        other = {"id": 4, "condition": 1, "action": "Or Monday.", "type": "action_followup"}
        conditions += [{**each, "fixed_message": True} for each in (follow_up, other)]
        body["conditional_actions"] = {"role": "A guest who is hungry", "conditions": conditions}

    assert changed(text, change) == [
        "- WHEN the agent asks",
        "+ @day WHEN the agent asks",
        "+ ",
        "+ AFTER @day",
        "+   say: Or Friday.",
        "+ ",
        "+ AFTER @day",
        "+   say: Or Monday.",
    ]


def test_fields_change_are_added_and_go() -> None:
    def change(body: RequestBody) -> None:
        body["personality"] = 12
        body["tags"] = ["smoke"]
        body["folder_path"] = "Nightly"
        body["expected_outcome_prompt"] = "A table is booked\nThe agent is polite\nThe agent says goodbye"

    assert changed(BOOK, change) == [
        "- personality: 11",
        "- tags: smoke, nightly  ",
        "+ personality: 12",
        "+ folder: Nightly",
        "+ tags: smoke  ",
        "+ expect: The agent is polite",
    ]


def test_line_endings_stay() -> None:
    text = BOOK.replace("\n", "\r\n")
    body = body_of(text)
    body["conditional_actions"]["conditions"].append({"when": "the agent waits", "say": "Yes?"})
    result = merged(text, canonical(body, "cekura")).text
    assert result is not None
    assert result.replace("\r\n", "") == result.replace("\n", "").replace("\r", "")


HEAD = "scenario: A\nrole: A\nlanguage: en\n"
HI = "FIRST_MESSAGE\n  say: Hi\n"
BYE = 'WHEN contains "bye"\n  say: $words\n'
VALUE = 'the block `WHEN contains "bye"` has a value of the script or of a table in it'
NOT_HERE = [
    (
        'fragment: bye\nWHEN contains "bye"\n  say: Bye.\n\n' + HEAD + HI + "insert: bye\n",
        'the block `WHEN contains "bye"` comes from a fragment',
    ),
    (HEAD + "let words = Bye.\n" + HI + BYE, VALUE),
    (HEAD + "examples: words\nrow: Bye.\nrow: So long.\n" + HI + BYE, VALUE),
]


@pytest.mark.parametrize(("text", "reason"), NOT_HERE)
def test_words_from_elsewhere_stay(text: str, reason: str) -> None:
    body = body_of(text)
    body["conditional_actions"]["conditions"][-1]["say"] = "See you."
    assert merged(text, body) == Merged(None, reason)


def test_a_line_that_several_scenarios_share_stays() -> None:
    text = "role: A\nlanguage: en\n\nscenario: A\nFIRST_MESSAGE\n  say: Hi\n\nscenario: B\nFIRST_MESSAGE\n  say: Hi\n"
    body = {**body_of(text, 1), "scenario_language": "de"}
    assert merged(text, body, 1) == Merged(None, "`language:` comes from the top of the file")


def test_a_line_above_the_only_scenario_changes() -> None:
    text = "# Ours\nrole: A\nlanguage: en\n\nscenario: A\n" + HI
    body = {**body_of(text), "scenario_language": "de"}
    assert merged(text, body).text == text.replace("language: en", "language: de")


def test_a_scenario_without_a_name_gets_the_line() -> None:
    text = "# Ours\nrole: A\nlanguage: en\n" + HI
    body = {**body_of(text), "name": "Greet"}
    assert merged(text, body).text == text.replace("role", "scenario: Greet\nrole")


def test_names_of_the_environment_are_written_instead_of_ids() -> None:
    clinic = Environment(
        "here", names=(NameOfId("personalities", "Calm", 3), NameOfId("personalities", "Hasty", 8))
    )
    config = Config(defined=(clinic,)).in_environment("here")
    text = HEAD + "personality: Calm\n\n" + HI
    body = {**canonical(compile_text(text, config=config).payloads[0].value, "cekura"), "personality": 8}
    result = merge_into(ScriptFile(text, "a.scn", config), 0, "cekura", body, {*body})
    assert result.text == text.replace("Calm", "Hasty")


def test_words_beside_a_value_change() -> None:
    text = 'scenario: A\nrole: A\nlanguage: en\nlet name = Ann\nFIRST_MESSAGE\n  say: Hi, I am $name\n'  # fmt: skip
    body = body_of(text)
    body["conditional_actions"]["first_message"] = "Hello, I am Ann"
    result = merged(text, body)
    assert result.text == text.replace("Hi,", "Hello,")


def test_values_in_json_change_in_their_place() -> None:
    text = (SAMPLES[0].parent / "order-status.scn").read_text()

    def change(body: RequestBody) -> None:
        body["conditional_actions"]["functions"][1]["config"]["timeout_seconds"] = 9

    assert changed(text, change) == [
        '-   |     "timeout_seconds": 5,',
        '+   |     "timeout_seconds": 9,',
    ]


def _plain(sample: Path) -> bool:
    text = sample.read_text()
    compiled = compile_text(text, path="a.scn")
    return compiled.ok and compiled.target in ("cekura", "cekura-when")


PLAIN = [path.read_text() for path in SAMPLES if _plain(path)] + [BOOK]
WORDS = st.sampled_from(
    ["Well.", "The agent says so", "contains", "12", "a, b", "It's {{test_profile.name}}"]
)
PLACES = st.integers(0, 40)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "name",
                "tags",
                "number",
                "role",
                "expect",
                "say",
                "when",
                "add",
                "then",
                "remove",
                "swap",
                "end",
            ]
        ),
        PLACES,
        PLACES,
        WORDS,
    ),
    min_size=1,
    max_size=4,
)


@cache
def _decompiled(text: str) -> Script:
    made = decompile(json.dumps(body_of(text))).text
    assert made is not None
    return parse(Source(made)).script


def _edited(scenario: Scenario, kind: str, place: int, other: int, words: str) -> Scenario:
    """A scenario after an edit as a person makes it on the platform."""
    blocks, settings = list(scenario.blocks), list(scenario.settings)
    at = place % len(blocks) if blocks else 0
    named = {_name(each): index for index, each in enumerate(settings)}
    match kind:
        case "name":
            return replace(scenario, title=Field(name="scenario", value=Text(value=words)))
        case "tags":
            value = Field(name="tags", value=Text(value=f"new, tag {place}"))
            settings = [*(each for each in settings if _name(each) != "tags"), value]
        case "number":
            value = Field(name="personality", value=Text(value=str(place)))
            settings = [*(each for each in settings if _name(each) != "personality"), value]
        case "role" if "role" in named:
            settings[named["role"]] = Field(name="role", value=Text(value=f"A caller {words}"))
        case "expect":
            settings.append(Field(name="expect", value=Text(value=f"The agent {words}")))
        case _ if not blocks:
            return scenario
        case "say":
            old = next((each.text.value for each in blocks[at].actions if isinstance(each, Say)), "")
            start = other % (len(old) + 1)
            text = f"{old[:start].strip()} {words} {old[start + place :].strip()}".strip()
            blocks[at] = replace(blocks[at], actions=(Say(text=Text(value=text)),))
        case "end":
            blocks[at] = replace(blocks[at], actions=(*blocks[at].actions, EndCall()))
        case "when" if isinstance(blocks[at].opening, When):
            blocks[at] = replace(blocks[at], opening=_when(words, place))
        case "add":
            blocks.insert(at + 1, Block(opening=_when(words, other), actions=(Say(text=Text(value=words)),)))
        case "then":
            below = [each for each in _decompiled(BOOK).scenarios[0].blocks if each.label is None][-1]
            blocks.insert(at + 1, replace(below, actions=(Say(text=Text(value=words)),)))
        case "remove":
            blocks.pop(at)
        case "swap":
            to = other % len(blocks)
            blocks[at], blocks[to] = blocks[to], blocks[at]
    return replace(scenario, settings=tuple(settings), blocks=tuple(blocks))


def _name(setting: Setting) -> str:
    return setting.name if isinstance(setting, Field) else ""


def _when(words: str, place: int) -> When:
    return When(trigger=Sentence(text=Text(value=f"the agent mentions {words} {place}")))


def _commented(text: str, places: list[int]) -> str:
    """A script with more comments, at any line."""
    lines = text.split("\n")
    for number, place in enumerate(places):
        lines.insert(place % len(lines), f"  # note {number}")
    return "\n".join(lines)


@given(st.sampled_from(PLAIN), EDITS, st.lists(st.integers(0, 90), max_size=6), st.booleans())
@law(600)
def test_any_edits_come_into_a_script_with_any_comments(
    text: str, edits: list[tuple[str, int, int, str]], comments: list[int], windows: bool
) -> None:
    script = _decompiled(text)
    scenario = script.scenarios[0]
    for edit in edits:
        scenario = _edited(scenario, *edit)
    made = compile_text(print_script(replace(script, scenarios=(scenario,))), target="cekura")
    assume(made.ok)
    assume(len(made.payloads) == 1)
    theirs = canonical(made.payloads[0].value, "cekura")
    written = _commented(text, comments)
    written = written.replace("\n", "\r\n") if windows else written
    assume(compile_text(written).ok)
    assume(not any(each.severity.name == "ERROR" for each in decompile(json.dumps(theirs)).diagnostics))

    result = merged(written, theirs)

    if result.text is None and re.search(r"^@\d", text, re.MULTILINE):
        assert re.search("duplicate id|is lower than id|would differ", result.reason), result.reason
        return
    assert result.text is not None, result.reason
    after = body_of(result.text)
    assert after == theirs
    assert not _comments(written) - _comments(result.text)
    assert written.count("\r") == 0 or result.text.count("\r\n") == result.text.count("\n")
    assert merged(result.text, theirs).text == result.text


def _comments(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.splitlines() if line.strip().startswith("#"))


@pytest.mark.parametrize("text", PLAIN)
def test_without_a_change_a_script_stays_as_it_is(text: str) -> None:
    assert merged(text, body_of(text)).text == text
