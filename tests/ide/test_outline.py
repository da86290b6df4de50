"""Outlines, folds and selections of a script."""

from itertools import pairwise
from pathlib import Path

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.structure.document_symbols import DocumentSymbol, document_symbols, match_rank
from scn_compiler.ide.structure.folding_range import folding_ranges
from scn_compiler.ide.structure.selection_range import selection_ranges
from support.cases import every, some
from support.cursors import cursor, script
from support.paths import BAD_SCRIPTS, SAMPLES

SCRIPTS = [*SAMPLES, *BAD_SCRIPTS]

CALL = """
    language: en

    scenario: Ask for an order
    role: A caller
      | in a hurry

    FIRST_MESSAGE
      say: Hi <break time="1s" />
        | there

    # Twice,
    # on purpose.
    @order WHEN contains "order" OR contains "number"
      say: Four
    THEN
      do: Wait
    AFTER @order
      say: Are you there?
      end call

    WHEN The agent says goodbye
      say: Bye
    AFTER @order
      say: And the number?

    scenario: Say nothing
    FIRST_MESSAGE
      wait
"""


def tree(symbols: tuple[DocumentSymbol, ...], depth: int = 0) -> list[str]:
    """One line per symbol, indented: its id, its name, and after a bar its detail."""
    lines: list[str] = []
    for each in symbols:
        words = (
            str(each.id) if each.id is not None else "",
            each.name,
            f"| {each.detail}" if each.detail else "",
        )
        lines.append("  " * depth + " ".join(word for word in words if word))
        lines.extend(tree(each.children, depth + 1))
    return lines


# Outlines


def test_an_outline_has_scenarios_with_blocks_with_what_follows_them_up() -> None:
    assert tree(document_symbols(OpenScript(script(CALL)))) == [
        "Ask for an order",
        '  0 FIRST_MESSAGE | Hi <break time="1s" /> there',
        '  1 @order WHEN contains "order" OR contains "number" | Four',
        "    2 THEN | Wait",
        "    3 AFTER @order | Are you there? · end call",
        "  4 WHEN The agent says goodbye | Bye",
        "  5 AFTER @order | And the number?",  # its parent is above another block
        "Say nothing",
        "  0 FIRST_MESSAGE | wait",
    ]


def test_an_outline_for_a_target_without_ids_has_none() -> None:
    found = tree(document_symbols(OpenScript(script(CALL), target="cekura-when")))

    assert "  FIRST_MESSAGE | wait" in found


def test_a_scenario_without_a_name_is_called_after_its_file() -> None:
    text = "role: A caller\nFIRST_MESSAGE\n  wait\n"

    assert tree(document_symbols(OpenScript(text, "calls/hello.scn")))[0] == "hello"
    assert tree(document_symbols(OpenScript(text)))[0] == "scenario"
    assert tree(document_symbols(OpenScript("scenario:\n" + text)))[0] == "scenario"


def test_a_block_above_the_first_scenario_is_its_sibling() -> None:
    assert tree(document_symbols(OpenScript("FIRST_MESSAGE\n  wait\nscenario: One\n"))) == [
        "0 FIRST_MESSAGE | wait",
        "One",
    ]


def test_a_misspelt_scenario_line_is_a_scenario() -> None:
    text = "role: A\nScenario: One\nFIRST_MESSAGE\n  wait\nscnario: Two\nFIRST_MESSAGE\n  wait\n"

    assert [each.name for each in document_symbols(OpenScript(text))] == ["One", "Two"]


def test_a_byte_order_mark_is_not_part_of_a_scenario() -> None:
    assert [each.name for each in document_symbols(OpenScript("\ufeffscenario: One\nscenario: Two\n"))] == [
        "One",
        "Two",
    ]


def test_long_words_are_cut() -> None:
    (found,) = document_symbols(OpenScript(f"scenario: {'x' * 500}\n"))

    assert len(found.name) == 80


def test_a_chain_of_thousands_of_follow_ups_does_not_become_as_deep() -> None:
    (scenario,) = document_symbols(OpenScript("FIRST_MESSAGE\n  wait\n" + "THEN\n  say: On\n" * 3000))
    deepest = max(len(line) - len(line.lstrip()) for line in tree((scenario,))) // 2

    assert sum(1 for _ in scenario.walk()) == 3002
    assert deepest <= 32


@some("path", SCRIPTS, ids=lambda path: path.name)
def test_each_symbol_is_within_the_one_above_and_its_name_is_within_it(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    for top in document_symbols(OpenScript(text, str(path))):
        _is_nested(top, len(text))


def _is_nested(symbol: DocumentSymbol, end: int) -> None:
    assert symbol.name.strip()
    assert (
        symbol.span.start
        <= symbol.selection_span.start
        <= symbol.selection_span.end
        <= symbol.span.end
        <= end
    )
    for each in symbol.children:
        assert symbol.span.start <= each.span.start <= each.span.end <= symbol.span.end
        _is_nested(each, end)
    for one, other in pairwise(symbol.children):
        assert one.span.end <= other.span.start


@every(
    ("query", "closest"),
    [
        ("", 0),
        ("when", 0),
        ("WHEN con", 0),
        ("order", 1),
        ('contains "order', 1),
        ("wcord", 2),
        ("xyz", None),
    ],
)
def test_a_symbol_is_found_by_what_is_typed_of_its_name(query: str, closest: int | None) -> None:
    assert match_rank('WHEN contains "order"', query) == closest


# Folds


def folded(text: str) -> list[str]:
    """The first and the last line of each fold."""
    found = [text[slice(*fold.span)].splitlines() for fold in folding_ranges(OpenScript(text))]
    return [f"{lines[0].strip()} … {lines[-1].strip()}" for lines in found]


def test_scenarios_fields_blocks_comments_and_texts_can_be_folded() -> None:
    assert folded(script(CALL)) == [
        "scenario: Ask for an order … say: And the number?",
        "role: A caller … | in a hurry",
        "FIRST_MESSAGE … | there",
        'say: Hi <break time="1s" /> … | there',
        "# Twice, … # on purpose.",
        '@order WHEN contains "order" OR contains "number" … say: Four',
        "THEN … do: Wait",
        "AFTER @order … end call",
        "WHEN The agent says goodbye … say: Bye",
        "AFTER @order … say: And the number?",
        "scenario: Say nothing … wait",
        "FIRST_MESSAGE … wait",
    ]


def test_only_comments_are_folded_as_comments() -> None:
    text = script(CALL)

    assert [text[slice(*fold.span)] for fold in folding_ranges(OpenScript(text)) if fold.comment] == [
        "# Twice,\n# on purpose."
    ]


def test_adjacent_fields_are_folded_together() -> None:
    assert folded("role: A\nlanguage: en\ngiven a = 1\ncekura.key: [\n| 1]\nFIRST_MESSAGE\n  wait\n")[0] == (
        "role: A … | 1]"
    )


def test_of_two_folds_in_one_line_only_the_longer_is_left() -> None:
    assert folded("WHEN It rings\n  | twice\n  say: Hi\n") == ["WHEN It rings … say: Hi"]


def test_broken_blocks_are_folded_too() -> None:
    assert folded("@a WEHN not contains\n  sya: Hi\n") == ["@a WEHN not contains … sya: Hi"]


@every("text", ["", "\n", "role: A", "# One", "FIRST_MESSAGE", "\0\n\0", "{\n}\n"])
def test_single_lines_and_other_files_are_not_folded(text: str) -> None:
    assert folding_ranges(OpenScript(text)) == ()


# Selections


def selected(text: str) -> list[str]:
    """The growing selections; of several lines, the first and the last."""
    plain, offset = cursor(text)
    found = [
        plain[slice(*span)].strip().splitlines() or [""]
        for span in selection_ranges(OpenScript(plain), offset)
    ]
    return [lines[0] if len(lines) == 1 else f"{lines[0]} … {lines[-1].strip()}" for lines in found]


def test_from_a_word_of_a_trigger_the_selection_grows_to_the_script() -> None:
    assert selected(CALL.replace('"number"', '"num‸ber"')) == [
        "number",
        '"number"',
        'contains "number"',
        'contains "order" OR contains "number"',
        'WHEN contains "order" OR contains "number"',
        '@order WHEN contains "order" OR contains "number"',
        '@order WHEN contains "order" OR contains "number" … say: Four',
        '@order WHEN contains "order" OR contains "number" … end call',
        "scenario: Ask for an order … say: And the number?",
        "language: en … wait",
    ]


def test_from_a_tag_the_selection_grows_to_the_text_over_all_its_lines() -> None:
    assert selected(CALL.replace("1s", "1‸s"))[:5] == [
        "1s",
        '"1s"',
        '<break time="1s" />',
        'Hi <break time="1s" /> … | there',
        'say: Hi <break time="1s" /> … | there',
    ]


def test_a_follow_up_grows_to_the_chain_that_it_is_in() -> None:
    assert selected(CALL.replace("do: Wait", "do: Wa‸it"))[:5] == [
        "Wait",
        "do: Wait",
        "THEN … do: Wait",
        '@order WHEN contains "order" OR contains "number" … end call',
        "scenario: Ask for an order … say: And the number?",
    ]


@every("text", ["‸", "\0‸", "{‸}", "\n‸\n", "a‸"])
def test_everywhere_there_is_something_to_select(text: str) -> None:
    plain, offset = cursor(text)

    assert selection_ranges(OpenScript(plain), offset)[-1] == (0, len(plain))


@every("path", SCRIPTS[::7], ids=lambda path: path.name)
def test_each_selection_holds_the_one_before_and_the_cursor(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    for offset in range(0, len(text) + 1, 3):
        found = selection_ranges(OpenScript(text), offset)
        assert all(span.start <= offset <= span.end for span in found)
        for one, other in pairwise(found):
            assert other.start <= one.start <= one.end <= other.end
            assert one != other
