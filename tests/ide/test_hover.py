"""Hovers: each word has a text in each place, and the texts are true."""

import re
from pathlib import Path

import pytest

from scn_compiler.api import compile_text, find
from scn_compiler.config import Config
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.hover import Hover, hover
from scn_compiler.ide.hover.signature_help import Signature, signature_help
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import describe, fenced, without_marks
from scn_compiler.lint.rule_pages import pages
from scn_compiler.platforms import TARGETS, docs_of
from scn_compiler.platforms.cekura import payload
from scn_compiler.platforms.cekura.vocabulary import LANGUAGES, READ_ONLY_KEYS, SUITE_TOOLS, TOOL_IDS
from scn_dsl.diagnostic import Severity
from scn_dsl.keyword_docs import KEYWORDS
from scn_dsl.vocabulary import ACTIONS, FIELDS, OPENINGS
from support.accepting import at
from support.cases import every, some
from support.paths import BAD_SCRIPTS, ROOT, SAMPLES
from support.several_files import reading

CEKURA_PAGE = (ROOT / "docs" / "reference" / "platforms" / "cekura.md").read_text(encoding="utf-8")
CEKURA = TARGETS["cekura"]
HEAD = "scenario: Example\nrole: A caller\nlanguage: en\n"
WAIT = HEAD + "FIRST_MESSAGE\n  wait\n"
CALL = (
    WAIT
    + '@order WHEN contains "order" OR contains "\\"it\\""\n  say: Hi <noise sound="beep" volume="0.5" /> [laughter]\n'
    + "    | and {{test_profile.day}}\nAFTER @order\n  do: Wait\nTHEN\n  say: Bye\n  end call\n"
)


def over(word: str, text: str = CALL, target: str | None = None, *, nth: int = 0) -> Hover | None:
    """The hover over the start of the nth `word`."""
    places = [found.start() for found in re.finditer(re.escape(word), text)]
    return hover(OpenScript(text, "example.scn", target), places[nth])


def said(word: str, text: str = CALL, target: str | None = None, *, nth: int = 0) -> str:
    found = over(word, text, target, nth=nth)
    assert found, word
    return found.text


@every("name", [*OPENINGS, *ACTIONS])
def test_every_keyword_says_what_it_does(name: str) -> None:
    assert KEYWORDS[name].summary in said(name, CALL if name in CALL else WAIT)


@every("label", ["@off:er", "@a=b", "@a\u2003b", "@:"])
def test_the_end_of_a_label_of_strange_characters_is_not_a_keyword(label: str) -> None:
    hover(OpenScript(f"{WAIT}{label} WHEN hi", None, None), len(WAIT + label) - 1)


AGENT = (
    '@a WHEN contains "b" OR contains "c"\n  say: Hi\nWHEN A customer asks\n  do: Ho\n  end call\n'
    "AFTER @a\n  say: He\nTHEN\n  wait\n"
)
OF_AGENT = "FIRST_MESSAGE\n  say: Hi\n" + AGENT


@every("target", ["bimpe", "sophiie"])
@every("word", [*OPENINGS, *ACTIONS, "contains", "OR", "@a", "A customer"])
def test_an_agent_s_words_are_explained_in_its_own_terms(word: str, target: str) -> None:
    text = said(word, OF_AGENT, target).split("---")[0]

    assert "caller" not in text
    assert "agent's message" not in text
    assert "id in the payload" not in text


def test_what_fires_a_block_of_an_agent_is_the_customer() -> None:
    assert "each time the customer's message matches" in said("WHEN", AGENT, "bimpe")
    assert "In the payload: with a sentence, a rule" in said("A customer", AGENT, "bimpe")
    assert "the agent says these words" in said("say", AGENT, "sophiie")
    assert "**`role:`** who the agent is" in said("role", "role: Somebody\n", "bimpe")


def test_a_step_has_no_id_of_its_own() -> None:
    assert "Id in the payload" not in said("WHEN", CALL, "eqho")
    assert "a numbered step" in said("The agent asks", HEAD + "WHEN The agent asks\n  say: Hi\n", "eqho")


@every("name", [name for name in FIELDS if name != "scenario"])
@every("target", ["cekura", "cekura-suite"])
def test_every_field_says_what_it_is_and_becomes(name: str, target: str) -> None:
    text = said(name, f"{name}: 1\n", target)

    key = docs_of(TARGETS[target]).keys.get(name)
    assert FIELDS[name].summary in text
    assert f"Value: {FIELDS[name].kind.value}." in text.split("\n\n")
    assert (f"`{key}`" in text) if key else ("doesn't support" in text or "whole file" in text)


@every("name", CEKURA.markup.tags)
def test_every_tag_says_what_it_does_takes_and_where_it_may_stand(name: str) -> None:
    spec = CEKURA.markup.tags[name]
    text = said(f"<{name}", WAIT + f"THEN\n  say: <{name}>")

    assert spec.summary in text
    assert f"Where: {spec.place.value}" in text
    assert all(f"- `{each.name}`" in text for each in spec.attributes)
    assert "Source: " in text
    assert not re.search(r"Source:.*\b(seed|skill|api)\b", text)


@every(
    ("tag", "name"),
    [(tag, each.name) for tag in CEKURA.markup.tags for each in CEKURA.markup.tags[tag].attributes],
)
def test_every_attribute_says_what_it_is(tag: str, name: str) -> None:
    text = said(name + '="', WAIT + f'THEN\n  say: <{tag} {name}="1" />')

    assert docs_of(CEKURA).attributes[tag, name].summary in text


def test_a_text_names_bounds_and_choices() -> None:
    assert "0.1 to 2; 0.8 to 1.2 is safe" in said("ratio", WAIT + 'THEN\n  say: <speed ratio="1" /> Hi')
    assert "`cartesia` or `11labs`" in said("provider", WAIT + 'THEN\n  say: <voice provider="x" id="y" />')
    assert "`stadium-crowd`" in said(
        "sound", WAIT + 'THEN\n  say: <background_noise sound="fan-buzz">Hi</background_noise>'
    )


@every("page", pages(), ids=lambda page: page.kind.name)
def test_every_finding_shows_its_page(page) -> None:
    for name in (page.kind.name, page.kind.code):
        text = said(name, f"# scn: allow {name} because\n")

        assert page.wrong.rstrip() in text
        assert page.right.rstrip() in text


def test_a_problem_is_explained_at_its_place() -> None:
    text = said("sya", WAIT + "WHEN The agent asks\n  sya: Hi\n")

    assert "**SCN101 misspelt-keyword** (error)" in text
    assert "```scn\n" in text


@pytest.mark.parametrize("text", ["scenario: A\nFIRST_MESSAGE\n  wait\n", "FIRST_MESSAGE\n  wait\n"])
def test_a_problem_of_the_whole_scenario_is_short(text: str) -> None:
    shown = hover(OpenScript(text, "example.scn"), 0)

    assert shown
    assert "SCN503 missing-role" in shown.text
    assert "More: `scn explain SCN503`" in shown.text
    assert "Wrong:" not in shown.text


def test_a_word_that_joins_conditions_says_so_first() -> None:
    for word in ("OR", "AND"):
        text = said(
            f" {word} "[1:], WAIT + f'WHEN contains "{word} x" {word} contains "b"\n  say: Hi\n', nth=1
        )

        assert text.index(KEYWORDS[word].summary) < text.index(KEYWORDS["contains"].summary)
    assert "at least one" not in said("contains", WAIT + 'WHEN contains "a" OR contains "b"\n  say: Hi\n')


def test_a_problem_comes_below_the_documentation_of_the_word() -> None:
    text = said("<silence", WAIT + "THEN\n  say: Hi <silence />")

    assert text.index("stays silent for a while") < text.index("SCN403 missing-attribute")


def test_a_trigger_shows_what_is_sent_to_the_character() -> None:
    made = (
        compile_text(CALL, path="example.scn")
        .payloads[0]
        .value["conditional_actions"]["conditions"][1]["condition"]
    )

    found = over("contains")
    assert found
    assert f"```text\n{made}\n```" in found.text
    assert "The platform doesn't document whether it also matches inside longer words" in found.text
    assert CALL[found.span.start : found.span.end] == 'contains "order" OR contains "\\"it\\""'


def test_a_trigger_over_two_lines_is_shown_as_one() -> None:
    text = said("contains", WAIT + 'WHEN contains "a"\n  | OR contains "b"\n  say: Hi\n', nth=1)

    assert 'contains "a" OR contains "b"\n' in text


def test_a_mixed_trigger_is_shown_as_it_is_written_out() -> None:
    text = said("contains", WAIT + 'WHEN (contains "a" OR contains "b") AND contains "c"\n  say: Hi\n')

    assert 'contains "a" AND contains "c" OR contains "b" AND contains "c"' in text
    assert "mixes" in text


def test_a_sentence_says_who_judges_it() -> None:
    assert "a model compares" in said("The agent", WAIT + "WHEN The agent asks\n  say: Hi\n")


def test_a_follow_up_shows_what_it_follows_up() -> None:
    text = said("AFTER")

    assert '@order WHEN contains "order"' in text.split("Follows up:")[1]
    assert "exactly once" in text
    assert "If the agent interrupts" in text
    assert "Id in the payload: 2." in text
    assert "  do: Wait" in said("THEN").split("Follows up:")[1]


def test_a_label_shows_its_block_its_id_and_its_follow_ups() -> None:
    for nth in (0, 1):
        text = said("@order", nth=nth)

        assert "  say: Hi <noise" in text
        assert "Id in the payload: 1." in text
        assert "- line 9: `AFTER @order`" in text


def test_the_other_form_has_no_ids() -> None:
    assert "Id in the payload" not in said("@order", CALL, "cekura-when")
    assert "`then`" in said("THEN", CALL, "cekura-when")


def test_a_scenario_says_its_name_blocks_and_target() -> None:
    text = said("scenario")

    assert "**Scenario** `Example`: 4 blocks" in text
    assert "Target: `cekura`" in text


def test_values_say_what_they_mean() -> None:
    assert "English" in said("en\n")
    assert TARGETS["cekura-when"].summary in said("cekura-when", "target: cekura-when\n")
    assert "hang up" in said("end_call", "tools: dtmf, end_call\n")
    assert "600 seconds" in said("10m", "max_duration: 10m\n")
    assert "the caller laughs" in said("[laughter]")
    assert "test profile" in said("{{test_profile")
    assert "given: Friday" in said("{{", "given day = Friday\n" + CALL)
    assert "call a REST API" in said("cekura.functions", "cekura.functions: []\n").casefold().replace(
        "rest api", "REST API"
    )


def test_a_tag_in_an_attribute_is_found() -> None:
    found = over("time", WAIT + "THEN\n  say: <ivr text=\"Press <silence time='1s' /> one\" />")

    assert found
    assert "**`time`** of `<silence>`" in found.text


def test_prose_says_nothing() -> None:
    assert over("Hi") is None
    assert over("A caller") is None
    assert over("this", "# this is a comment\n") is None


def test_words_of_the_author_cannot_break_the_markdown() -> None:
    text = said("scenario", "scenario: `a` **b**\nFIRST_MESSAGE\n  wait\n")

    assert "`` `a` **b** ``" in text
    assert fenced("say: ```").startswith("````scn\n")
    assert fenced("say: ```").endswith("\n````")


def test_without_markdown_there_are_no_marks() -> None:
    plain = without_marks("**`say`**: says\n\n```scn\nsay: Hi\n```\n\n---\n\nend")

    assert plain == "`say`: says\n\n    say: Hi\n\n\nend"


@some("path", [*SAMPLES, *BAD_SCRIPTS], ids=lambda path: path.stem)
def test_at_every_place_a_hover_is_about_the_place(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogatepass")[:1500]
    draft = OpenScript(text, path.name)
    for offset in range(len(path.stem) % 8, len(text) + 1, 8):
        found = hover(draft, offset)
        if found:
            assert 0 <= found.span.start <= offset <= found.span.end <= len(text), (path, offset)
            assert found.text.strip()


SIGNATURES = [
    ("<noise ‸", '<noise sound="…" [volume="…"] [time="…"] />', 0),
    ('<noise sound="be‸', '<noise sound="…" [volume="…"] [time="…"] />', 0),
    ('<noise sound="beep" v‸ />', '<noise sound="…" [volume="…"] [time="…"] />', 1),
    ('<noise sound="beep" time=‸', '<noise sound="…" [volume="…"] [time="…"] />', 2),
    ('<background_noise sound="‸', '<background_noise sound="…" [volume="…"]>…</background_noise>', 0),
]


@every(("words", "label", "active"), SIGNATURES)
def test_a_tag_shows_its_attributes_while_they_are_typed(words: str, label: str, active: int) -> None:
    found = signature_help(*at(WAIT + "THEN\n  say: " + words))

    assert isinstance(found, Signature)
    assert found.label == label
    assert found.active == active
    parts = [
        found.label[each.span.start : each.span.end].strip("[]").split("=")[0] for each in found.parameters
    ]
    assert parts == [each.name for each in CEKURA.markup.tags[label[1:].split(maxsplit=1)[0]].attributes]


@every("words", ["Hi ‸", "<spell>4‸", "<chime ‸", '<noise sound="beep" /> ‸'])
def test_elsewhere_there_are_none(words: str) -> None:
    assert signature_help(*at(WAIT + "THEN\n  say: " + words)) is None


def _whole(example: str) -> str:
    """A script that contains a keyword's example."""
    fields = "" if example.startswith("test") else "role: A caller\nlanguage: en\n"
    wait = "FIRST_MESSAGE\n  wait\n"
    if example.startswith("scenario"):
        return example + fields + wait
    if example.startswith(("WHEN", "@", "fragment", "insert")):
        return fields + wait + example
    above = "target: cekura-suite\n" + fields + example
    return above if "FIRST_MESSAGE" in example or not fields else above + wait


@every("name", [name for name, known in KEYWORDS.items() if known.example])
def test_the_example_of_a_keyword_is_right(name: str) -> None:
    tested = "scenario: Ask for a refund\n@day WHEN The agent asks for a day\n  say: On Friday.\n"
    config = Config(read=reading({"example.scn": tested}))
    found = find(_whole(KEYWORDS[name].example), path="example.test.scn", config=config).reported
    assert not [each for each in found if each.severity is Severity.ERROR]


def test_the_keys_of_fields_are_those_of_the_page() -> None:
    table = CEKURA_PAGE.split("\n## Fields\n")[1].split("\n### ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
    assert rows
    for column, target in ((1, "cekura"), (2, "cekura-suite")):
        told = {row[0]: row[column].strip(" `") for row in rows if row[column].strip() != "–"}
        assert dict(docs_of(TARGETS[target]).keys) == told


@every("target", TARGETS.values(), ids=lambda target: target.name)
def test_every_field_has_a_text(target) -> None:
    wording = docs_of(target)

    assert wording.document
    assert set(wording.languages) == (set(LANGUAGES) if target.platform == "cekura" else set())
    assert set(wording.markers) == set(target.markup.markers)
    assert set(wording.templates) == set(target.markup.templates)
    assert set(wording.attributes) == {
        (tag.name, each.name) for tag in target.markup.tags.values() for each in tag.attributes
    }
    assert set(wording.tools) <= {*TOOL_IDS, *SUITE_TOOLS}


def test_the_keys_that_are_passed_through_are_those_of_the_models() -> None:
    body = docs_of(CEKURA)
    written = {"scenario_type", "instructions", "conditional_actions", "dynamic_variable_values"}
    fields = set(payload.ScenarioBody.model_fields)
    assert set(body.passed) == (fields - set(body.keys.values()) - written - READ_ONLY_KEYS) | {
        "functions",
        "patch",
    }

    suite = docs_of(TARGETS["cekura-suite"])
    written = {
        "type",
        "instructions",
        "conditional_actions",
        "version",
        "suite",
        "defaults",
        "scenarios",
        "schema_",
    }
    models = (payload.Suite, payload.SuiteScenario, payload.SuiteDefaults)
    fields = {name for model in models for name in model.model_fields} | {"$schema"}
    assert set(suite.passed) == (fields - set(suite.keys.values()) - written) | {"functions", "patch"}


def test_unknown_words_have_no_hover() -> None:
    context = CursorContext(OpenScript(CALL), 0)

    for kind, name in [
        ("tag", "chime"),
        ("language", "xx"),
        ("tool", "x"),
        ("marker", "x"),
        ("target", "x"),
        ("rule", "x"),
    ]:
        assert describe(Topic(kind, name), context) == ""
    assert describe(Topic("attribute", "x", "noise"), context) == ""
