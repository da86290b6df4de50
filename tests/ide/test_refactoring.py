"""Refactorings with fragments and tables: extract, inline, make a table; no payload changes."""

import pytest

from scn_compiler import Compiled, compile_text
from scn_compiler.config import Config
from scn_compiler.ide.edits import make_table
from scn_compiler.ide.edits.extract_fragment import extractions, inlining
from scn_compiler.ide.edits.make_table import keeps_payloads, table_of
from scn_compiler.ide.edits.refactoring import Refactoring
from scn_compiler.ide.edits.refactorings import refactorings
from scn_dsl.source import Span
from support.cases import every
from support.project_files import ProjectFiles

CALL = """
let clinic = Lakeside

scenario: Move to $day
role: A patient
language: en
examples: day
row: Monday
row: Friday

FIRST_MESSAGE
  say: Hello

@asked WHEN The agent asks for the day
  say: On $day at $clinic
AFTER @asked
  say: Please

WHEN The agent says goodbye
  end call
"""


def chosen(words: str, text: str = CALL, **files: str) -> tuple[ProjectFiles, Span]:
    """The project, and the span from the first of `words` to the last."""
    project = ProjectFiles(
        {"call.scn": text + "‸", **{name.replace("_", "/") + ".scn": each for name, each in files.items()}}
    )
    first, _, last = words.partition(" … ")
    source = project.texts["call.scn"]
    start = source.index(first)
    return project, Span(start, source.index(last or first, start) + len(last or first))


def changed(project: ProjectFiles, made: Refactoring | None) -> ProjectFiles:
    """The project after a refactoring, which changes no payload."""
    assert made
    assert keeps_payloads(project.open(), made.edits)
    after = project.edited({path: list(edits) for path, edits in made.edits.items()})
    before, now = (
        compile_text(each.texts["call.scn"], path="call.scn", config=each.config) for each in (project, after)
    )
    assert before.ok
    assert [each.value for each in now.payloads] == [each.value for each in before.payloads]
    return after


def test_selected_blocks_become_a_fragment_at_the_end_of_the_file() -> None:
    project, span = chosen("@asked WHEN … Please")
    (made,) = extractions(project.open(), span)
    after = changed(project, made).texts["call.scn"]

    assert made.title == "Extract fragment"
    assert '  say: Hello\n\ninsert: asked(day = "$day")\n\nWHEN The agent says goodbye\n' in after
    assert after.endswith(
        "  end call\n\nfragment: asked(day)\n@asked WHEN The agent asks for the day\n  say: On $day at $clinic\n"
        "AFTER @asked\n  say: Please\n"
    )


def test_blocks_can_go_to_a_file_that_the_script_imports() -> None:
    project, span = chosen(
        "@asked WHEN … Please", "import: lib/shared.scn\n" + CALL[1:], lib_shared="fragment: asked\n"
    )
    _, made = extractions(project.open(), span)
    after = changed(project, made)

    assert made.title == "Extract fragment to lib/shared.scn"
    assert 'insert: asked_2(day = "$day", clinic = "$clinic")' in after.texts["call.scn"]
    assert "\nfragment: asked_2(day, clinic)\n" in after.texts["lib/shared.scn"]


def test_the_block_at_the_cursor_becomes_a_fragment_with_its_follow_ups_and_comments() -> None:
    text = CALL.replace("@asked WHEN", "# the day\n@asked WHEN").replace("Please", "Please\n  # politely")
    project, span = chosen("@asked WHEN", text)
    at = Span(span.start, span.start)

    (made,) = refactorings(project.open(), at, ("extract",), is_asked=True)
    after = changed(project, made).texts["call.scn"]

    assert 'say: Hello\n\ninsert: asked(day = "$day")\n\nWHEN The agent says goodbye\n' in after
    assert "\nfragment: asked(day)\n# the day\n@asked WHEN" in after
    assert after.endswith("  say: Please\n  # politely\n")
    assert list(refactorings(project.open(), at, ("extract",))) == [], "not whenever the cursor moves"
    long, _ = chosen("@asked WHEN", text.replace("say: Please", f"say: {'Please ' * 10_000}"))
    assert list(refactorings(long.open(), at, ("extract",), is_asked=True)) == [], "it would take too long"


def test_a_selected_comment_above_a_block_goes_along() -> None:
    text = CALL.replace("@asked WHEN", "# the day\n@asked WHEN")
    for words, stays in (("# the day … Please", False), ("@asked WHEN … Please", True)):
        project, span = chosen(words, text)
        (made,) = extractions(project.open(), span)
        before, _, fragment = changed(project, made).texts["call.scn"].partition("fragment:")

        assert ("# the day" in before, "# the day" in fragment) == (stays, not stays)


def test_a_fragment_gets_the_line_endings_of_its_file() -> None:
    home = "# Shared\r\nfragment: other\r\nWHEN x y\r\n  say: z\r\n"
    project, span = chosen("@asked WHEN … Please", "import: shared.scn\n" + CALL[1:], shared=home)
    _, made = extractions(project.open(), span)
    (added,) = made.edits["shared.scn"]

    assert added.text.count("\n") == added.text.count("\r\n") == 6
    changed(project, made)


@every("words", ["WHEN The agent says goodbye", "AFTER", "say: Please", "FIRST_MESSAGE"])
def test_at_other_cursors_no_fragment_is_made(words: str) -> None:
    text = CALL.replace("goodbye", "goodbye\n# end") if words.startswith("WHEN") else CALL
    project, span = chosen(words, text.replace("  end call", "  sya: x"))
    at = Span(span.start, span.start)
    assert list(refactorings(project.open(), at, ("extract",), is_asked=True)) == []


@every("words", ["On $day", "role: A patient … say: Hello", "say: Hello … @asked", "row: Monday"])
def test_of_other_selections_no_fragment_is_made(words: str) -> None:
    project, span = chosen(words)
    assert list(extractions(project.open(), span)) == []


def test_an_insert_becomes_the_lines_of_its_fragment() -> None:
    text = CALL.replace(
        "WHEN The agent says goodbye\n  end call\n",
        'insert: leave(word = "Bye, $day") as last\nAFTER @last.bye\n  end call\n',
    )
    project, _ = chosen(
        "insert: leave",
        text
        + "\nfragment: leave(word)\nphone: 12\nrole: X\n@bye WHEN The agent says goodbye\n  say: $word\n",
    )
    offset = project.texts["call.scn"].index("insert: leave")
    made = inlining(project.open(), offset)
    after = changed(project, made).texts["call.scn"]

    assert made
    assert made.title == "Inline the insert of leave"
    assert "@last.bye WHEN The agent says goodbye\n  say: Bye, $day\nAFTER @last.bye\n" in after
    assert "row: Friday\nphone: 12\n" in after or "language: en\nphone: 12\n" in after
    assert after.count("role:") == 2


def test_extracting_and_inlining_leads_back() -> None:
    project, span = chosen("@asked WHEN … Please")
    (made,) = extractions(project.open(), span)
    extracted = changed(project, made)
    inlined = changed(extracted, inlining(extracted.open(), extracted.texts["call.scn"].index("insert:")))
    assert "say: On $day at Lakeside\n" in inlined.texts["call.scn"]


def test_elsewhere_nothing_is_inlined() -> None:
    project, span = chosen("FIRST_MESSAGE")
    assert inlining(project.open(), span.start) is None
    broken = ProjectFiles({"call.scn": "scenario: A\ninsert: nothing‸\n"})
    assert inlining(broken.open(), broken.offset) is None


ALIKE = """
scenario: Move to Monday
role: A patient
language: en
FIRST_MESSAGE
  say: I want to come on Monday.
WHEN The agent says goodbye
  say: Bye
  end call

scenario: Move to Friday
role: A patient
language: en
FIRST_MESSAGE
  say: I want to come on Friday.
WHEN The agent says goodbye
  say: See you
  end call
"""


def test_scenarios_that_differ_in_words_become_a_table() -> None:
    project, span = chosen("scenario: … See you", ALIKE)
    after = changed(project, table_of(project.open(), span)).texts["call.scn"]

    assert after.count("scenario:") == 1
    assert after.count("\nrow: ") == 2
    assert "Monday" in after
    assert "say: I want to come on $" in after


@pytest.mark.parametrize(
    "text",
    [
        ALIKE.replace("  say: See you\n", "  do: Say goodbye\n"),
        ALIKE.replace("say: See you", "say: See you\n# note"),
        ALIKE.replace("WHEN The agent says goodbye\n  say: See", "THEN\n  say: See"),
    ],
)
def test_of_scenarios_that_differ_in_more_no_table_is_made(text: str) -> None:
    project, span = chosen("scenario: … end call\n‸".replace("‸", ""), text)
    assert table_of(project.open(), Span(span.start, len(project.texts["call.scn"]))) is None


def test_of_one_scenario_no_table_is_made() -> None:
    project, span = chosen("scenario: Move to Monday", ALIKE)
    assert table_of(project.open(), span) is None


def test_a_change_of_a_payload_is_noticed() -> None:
    project = ProjectFiles({"call.scn": CALL + "‸"}, Config())
    found = next(iter(extractions(project.open(), chosen("@asked WHEN … Please")[1])))
    (replaced, _) = found.edits["call.scn"]
    assert not keeps_payloads(project.open(), {"call.scn": (replaced,)})


def test_only_the_scenarios_that_change_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    other = "\nscenario: Another\nrole: B\nFIRST_MESSAGE\n  wait\n"
    project, span = chosen("@asked WHEN … Please", f"{CALL}{other}{other}")
    (made,) = extractions(project.open(), span)
    compiled: list[str] = []

    def compile_and_note(text: str, *, path: str | None, config: Config) -> Compiled:
        compiled.append(text)
        return compile_text(text, path=path, config=config)

    monkeypatch.setattr(make_table, "compile_text", compile_and_note)

    assert keeps_payloads(project.open(), made.edits)
    assert [each.count("scenario: Another") for each in compiled] == [
        1,
        1,
    ]  # the fragment comes below the last one
    changed(project, made)
