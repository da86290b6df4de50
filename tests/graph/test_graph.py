"""Pictures of scripts: their content, and golden pictures of some samples and of the scripts in `scripts/`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scn_compiler import compile_text, draw
from scn_compiler.cli.commands.graph import FILE_ENDINGS as ENDINGS
from scn_compiler.graph.draw import GRAPH_FORMATS
from scn_compiler.graph.model import Graph, GraphNode, GraphStep, NodeKind, Section, graph_of
from scn_compiler.graph.text import MAX_LINES as MOST
from scn_compiler.graph.text import TEXT_WIDTH, breakable, columns, short, tooltip, wrapped
from scn_compiler.platforms import TARGETS
from scn_dsl.source import Source
from support.cases import every
from support.graph import FIRST, HEAD
from support.paths import ROOT, SAMPLES

GOLDEN = Path(__file__).parent / "golden"
HARD = sorted((Path(__file__).parent / "scripts").glob("*.scn"))
DRAWN = [ROOT / "samples" / f"{name}.scn" for name in ("appointment", "booking-suite", "unscripted")] + HARD
Golden = Callable[[Path, str], None]


def graph(text: str) -> Graph:
    compiled = compile_text(text, path="a.scn")
    return graph_of(compiled.document, compiled.findings.reported, Source(text), TARGETS[compiled.target])


def only(text: str) -> Section:
    (section,) = graph(text).sections
    return section


def node(section: Section, words: str) -> GraphNode:
    (found,) = [each for each in section.nodes if each.words == words]
    return found


def steps(section: Section) -> set[tuple[str, GraphStep, str]]:
    words = {each.key: each.words for each in section.nodes}
    return {(words[edge.source], edge.step, words[edge.target]) for edge in section.edges}


def marks(text: str) -> dict[str, list[str]]:
    """The marks of a graph, by the text they are on."""
    return {each.words: [mark.word for mark in each.marks] for each in only(text).nodes if each.marks}


def test_there_are_scripts_that_are_hard_to_draw() -> None:
    assert len(HARD) >= 3


@pytest.mark.parametrize("form", ["mermaid", "dot", "svg"])
@pytest.mark.parametrize("script", DRAWN, ids=lambda path: path.stem)
def test_a_script_is_drawn_as_its_golden(script: Path, form: str, golden: Golden) -> None:
    drawn = draw(script.read_text(encoding="utf-8"), path=script.name, format=form)

    assert drawn.text is not None
    golden(GOLDEN / f"{script.stem}{ENDINGS[form][0]}", drawn.text)


def test_a_page_is_drawn_as_its_golden(golden: Golden) -> None:
    script = ROOT / "samples" / "appointment.scn"

    drawn = draw(script.read_text(encoding="utf-8"), path=script.name, format="html")

    assert drawn.text is not None
    golden(GOLDEN / "appointment.html", drawn.text)


def test_no_golden_picture_is_left_over() -> None:
    expected = {f"{script.stem}{ENDINGS[form][0]}" for script in DRAWN for form in ("mermaid", "dot", "svg")}

    assert {path.name for path in GOLDEN.iterdir()} == expected | {"appointment.html"}


def test_the_picture_in_the_docs_is_the_one_that_is_drawn(golden: Golden) -> None:
    script = ROOT / "samples" / "change-of-mind.scn"

    drawn = draw(script.read_text(encoding="utf-8"), path=script.name, format="svg")

    assert drawn.text is not None
    golden(ROOT / "docs" / "graph.svg", drawn.text)


@every("form", GRAPH_FORMATS)
@every("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_can_be_drawn(sample: Path, form: str) -> None:
    drawn = draw(sample.read_text(encoding="utf-8"), path=sample.name, format=form)

    assert drawn.text
    assert drawn.text.endswith("\n")


# Content


def test_the_call_goes_from_the_first_message_to_the_agent_and_from_there_to_each_trigger() -> None:
    section = only(f'{FIRST}WHEN contains "a" OR contains "b"\n  say: One\nWHEN The agent asks\n  do: Two\n')

    agent = "whenever the agent has spoken"
    assert steps(section) == {
        ("Hello", GraphStep.ANSWER, agent),
        (agent, GraphStep.WHEN, "One"),
        (agent, GraphStep.WHEN, "Two"),
    }
    assert [(edge.head, edge.words) for edge in section.edges if edge.step is GraphStep.WHEN] == [
        ("when the agent says", '"a" OR "b"'),
        ("when", "The agent asks"),
    ]
    assert [edge.written for edge in section.edges][1] == 'WHEN contains "a" OR contains "b"'


def test_follow_ups_hang_on_what_they_follow_up() -> None:
    text = f"{FIRST}THEN\n  say: One\nTHEN\n  say: Two\n@x WHEN y z\n  say: Three\nAFTER @x\n  do: Four\n"

    found = steps(only(text))

    assert {each for each in found if each[1] is GraphStep.THEN} == {
        ("Hello", GraphStep.THEN, "One"),
        ("One", GraphStep.THEN, "Two"),
        ("Three", GraphStep.THEN, "Four"),
    }


def test_the_end_of_a_call_is_a_node_after_the_last_text() -> None:
    section = only(f"{FIRST}WHEN x y\n  say: Bye\n  end call\n")

    assert ("Bye", GraphStep.END, "the call ends") in steps(section)
    assert node(section, "the call ends").kind is NodeKind.END


def test_a_block_that_only_ends_the_call_is_that_node() -> None:
    section = only(f"{FIRST}THEN\n  end call\n")

    assert steps(section) == {("Hello", GraphStep.THEN, "the call ends")}
    assert node(section, "the call ends").head == "1"


def test_a_tag_that_ends_the_call_is_drawn_as_the_end() -> None:
    section = only(f"{FIRST}WHEN x y\n  say: Bye <endcall />\n")

    assert ("Bye ", GraphStep.END, "the call ends") in steps(section)


def test_a_node_says_its_id_its_label_and_what_the_caller_does() -> None:
    section = only(f"{HEAD}FIRST_MESSAGE\n  wait\n@a WHEN x y\n  do: Ask\n@9 WHEN z y\n  say: Nine\n")

    assert [each.head for each in section.nodes if each.head] == [
        "0 · FIRST_MESSAGE · wait",
        "1 · @a · do",
        "9 · say",
    ]
    assert [each.line for each in section.nodes if each.head] == [3, 5, 7]


def test_in_the_script_of_an_agent_the_customer_is_heard_and_blocks_have_no_ids() -> None:
    section = only('target: bimpe\n@a WHEN contains "b"\n  say: Hi\n@7 WHEN A customer asks\n  say: Ho\n')

    assert [each.words for each in section.nodes] == ["whenever the customer has spoken", "Hi", "Ho"]
    assert [each.head for each in section.edges] == ["when the customer says", "when"]
    assert node(section, "Hi").head == "@a · say"
    assert node(section, "Ho").head == "@7 · say"


def test_where_blocks_are_steps_their_numbers_are_shown() -> None:
    section = only("target: eqho\nWHEN The agent asks\n  say: Hi\n@7 WHEN The agent offers help\n  say: Ho\n")

    assert (node(section, "Hi").head, node(section, "Ho").head) == ("1 · say", "2 · say")


def test_each_scenario_is_a_section() -> None:
    text = HEAD + "".join(f"scenario: {name}\nFIRST_MESSAGE\n  say: Hi\n" for name in ("One", "Two"))

    assert [section.name for section in graph(text).sections] == ["One", "Two"]


def test_a_scenario_without_blocks_shows_its_instructions() -> None:
    section = only("scenario: A\nlanguage: en\ninstructions: Complain\n")

    assert [(each.kind, each.head, each.words, each.line) for each in section.nodes] == [
        (NodeKind.DO, "instructions", "Complain", 3)
    ]


@every("text", ["", "\n", "# nothing\n", "{}", "scenario: A\n", "\0\0"])
def test_an_empty_picture_says_so(text: str) -> None:
    assert [each.words for each in only(text).nodes] == ["nothing to draw yet"]


# Marks


def test_a_block_that_never_runs_is_marked_with_its_follow_ups() -> None:
    text = f"{FIRST}WHEN x y\n  say: Bye\n  end call\nTHEN\n  say: One\nTHEN\n  say: Two\n"

    assert marks(text) == {"One": ["never runs"], "Two": ["never runs"]}


def test_a_text_after_the_end_is_marked() -> None:
    assert marks(f"{FIRST}WHEN x y\n  say: Bye <endcall /> now\n") == {"Bye  now": ["a part never runs"]}


def test_a_suppressed_finding_has_a_mark() -> None:
    allow = "# scn: allow followup-of-endcall a dead end on purpose"
    text = f"{FIRST}WHEN x y\n  end call\n{allow}\nTHEN\n  say: One\n"

    drawn = draw(text)

    assert "followup-of-endcall" not in [found.name for found in drawn.diagnostics]
    assert "never runs" in (drawn.text or "")


def test_a_block_with_an_error_is_marked_and_the_others_are_not() -> None:
    text = f"{FIRST}WHEN x y\n  sya: One\nWHEN z y\n  say: Two\nWEHN u v\n  say: Three\n"

    assert marks(text) == {"One": ["error"], "Three": ["error"]}


@pytest.mark.parametrize("target", ["cekura", "cekura-suite"])
def test_an_error_of_the_whole_scenario_marks_no_block(target: str) -> None:
    drawn = draw("FIRST_MESSAGE\n  say: Hello\n", target=target)

    assert drawn.diagnostics
    assert "⚠" not in (drawn.text or "")


def test_an_error_above_the_blocks_marks_none() -> None:
    assert marks("langauge: en\n" + FIRST) == {}


def test_a_follow_up_without_a_parent_hangs_on_a_node_for_the_missing_one() -> None:
    section = only(f"{FIRST}AFTER @gone\n  say: One\n")

    assert ("@gone", GraphStep.THEN, "One") in steps(section)
    assert node(section, "@gone").kind is NodeKind.ELSEWHERE
    assert [mark.message for mark in node(section, "One").marks] == ["unknown label `@gone`"]


@pytest.mark.parametrize("word", ["shadowed-trigger", "duplicate-trigger", "unreachable-block"])
def test_advice_on_triggers_becomes_a_mark(word: str) -> None:
    from scn_compiler.graph.model import MARKS  # noqa: PLC0415
    from scn_dsl.diagnostic import Diagnostic, Severity  # noqa: PLC0415
    from scn_dsl.source import Span  # noqa: PLC0415

    text = f"{FIRST}WHEN x y\n  say: One\n"
    start = text.index("WHEN")
    found = Diagnostic("SCN699", word, Severity.WARNING, "why", Span(start, start + 4))

    section = graph_of(compile_text(text).document, [found], Source(text), TARGETS["cekura"]).sections[0]

    assert [(mark.word, mark.message) for mark in node(section, "One").marks] == [(MARKS[word], "why")]


# Words


def test_tags_are_short_and_other_words_as_they_are_written() -> None:
    text = 'Hi <silence time="2s" /> <spell>A1</spell> [laughter] {{test_profile.x}} <b and 3 < 4'

    assert short(text) == "Hi ‹silence 2s› ‹spell›A1‹/spell› [laughter] {{test_profile.x}} <b and 3 < 4"


def test_tags_in_tags_are_short_as_well_and_ids_are_cut() -> None:
    assert short("""<ivr text="Wait. <silence time='1s' /> Go" />""") == "‹ivr Wait. ‹silence 1s› Go›"
    assert (
        short('<voice provider="cartesia" id="5a0c1f7e-3b52-4d86-9e11-7c2f40ab6d93" />')
        == "‹voice cartesia 5a0c1f7e…›"
    )
    assert (
        short('<dtmf digits="{{test_profile.account.number}}#" />')
        == "‹dtmf {{test_profile.account.number}}#›"
    )


def test_lines_are_broken_between_words_and_a_long_text_is_cut() -> None:
    lines = wrapped("one two three four five six seven " * 20)

    assert len(lines) == MOST
    assert all(columns(line) <= TEXT_WIDTH for line in lines)
    assert lines[0] == "one two three four five six"
    assert lines[-1].endswith("…")


def test_a_word_without_end_is_broken_and_wide_characters_count_twice() -> None:
    assert wrapped("a" * 31) == ("a" * 30, "a")
    assert wrapped("漢" * 16) == ("漢" * 15, "漢")


def test_a_character_keeps_its_accents_and_an_emoji_its_parts() -> None:
    family = "👩\u200d👩\u200d👧"

    assert wrapped("e\u0301" * 31) == ("e\u0301" * 30, "e\u0301")
    assert "".join(wrapped(family * 40)).rstrip("…").replace(family, "") == ""


def test_a_text_that_is_cut_in_the_picture_is_whole_where_the_pointer_is() -> None:
    text = "word " * 60 + "end"

    drawn = draw(f"{HEAD}FIRST_MESSAGE\n  say: {text}\n", format="svg").text or ""

    assert f"<title>{text}" in drawn
    assert "…</text>" in drawn
    assert tooltip("x" * 3_000).endswith("…")


def test_text_that_a_program_wraps_itself_has_no_line_breaks() -> None:
    assert breakable("a b") == "a b"
    assert breakable("a" * 31) == "a" * 30 + "\u200b" + "a"
    assert columns(breakable("words " * 100)) <= TEXT_WIDTH * MOST
    assert breakable("words " * 100).endswith(" words…")
