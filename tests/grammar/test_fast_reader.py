"""The fast reader builds exactly the nodes that the grammar builds."""

from dataclasses import astuple
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Script, ScriptItem
from scn_dsl.source import Span
from scn_grammar.fast import reader as plain
from scn_grammar.parser import read_items, read_with_grammar
from scn_grammar.printer import print_script
from scn_grammar.recovery.code_fences import with_line_break
from support.cases import some
from support.laws import many, wild_texts
from support.paths import BAD_SCRIPTS, CLINIC, SAMPLES
from support.scripts import scripts

FILES = sorted([*SAMPLES, *CLINIC, *BAD_SCRIPTS])


def by_the_grammar(text: str) -> list[object]:
    items: list[ScriptItem] = []
    found: list[Diagnostic] = []
    read_with_grammar(text, 0, items, found)
    return [*map(_whole, items), *(with_line_break(each, text) for each in found)]


def as_it_is_read(text: str) -> list[object]:
    items, found = read_items(text)
    return [*map(_whole, items), *found]


def _whole(item: ScriptItem) -> object:
    """An item with its places, which comparisons of items ignore."""
    return repr(item), astuple(item)


def test_there_are_scripts_to_read() -> None:
    assert len(FILES) > 100


@some("path", FILES, ids=lambda path: path.name)
def test_a_script_reads_the_same_both_ways(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")

    assert as_it_is_read(text) == by_the_grammar(text)


@many
@given(scripts)
def test_a_printed_script_reads_the_same_both_ways(script: Script) -> None:
    text = print_script(script)

    assert as_it_is_read(text) == by_the_grammar(text)


@many
@given(wild_texts)
def test_any_text_reads_the_same_both_ways(text: str) -> None:
    text = text.removeprefix("\ufeff")

    assert as_it_is_read(text) == by_the_grammar(text)


def test_most_of_the_samples_is_plain() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FILES if "samples" in path.parts]
    unusual = [found for text in texts for found in plain.read_plain(text) if isinstance(found, Span)]
    size = sum(found.end - found.start for found in unusual)

    assert size < sum(map(len, texts)) / 5


FENCED = st.sampled_from(
    [
        "```",
        "```scn",
        "~~~",
        "```say: Hi```",
        "words",
        "  | words",
        "",
        "role: r",
        "role: ```",
        "scenario: s",
        "FIRST_MESSAGE",
        "  say: Hi",
        "  say: ```",
        "WHEN",
    ]
)


@many
@given(st.lists(FENCED, max_size=12))
def test_fences_read_the_same_both_ways(lines: list[str]) -> None:
    text = "\n".join(lines)

    assert as_it_is_read(text) == by_the_grammar(text)
