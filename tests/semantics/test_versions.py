"""A long scenario that is resolved and searched again after an edit has the blocks of a new one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check
from scn_compiler.platforms.cekura.emit.functions import _with_functions
from scn_compiler.semantics import resolve as resolving
from scn_compiler.semantics.block_search import search_blocks
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario, resolve
from scn_dsl.nodes import After
from scn_dsl.source import Source
from scn_grammar import parser
from support.effort import calls_of, counted, lines_of
from support.growth import long_scenario
from support.laws import law

NEVER = 1 << 30
HEAD = "scenario: s\nrole: r\nlanguage: en\n\nFIRST_MESSAGE\n  wait\n\n"
BLOCKS = [
    "WHEN The agent asks for {0}\n  say: It is {0}.\n",
    '@at-{0} WHEN contains "day {0}"\n  say: On day {0}\n',
    "THEN\n  do: Ask for {0}\n",
    "AFTER @at-0\n  say: Not {0}\n",
    "AFTER @at-3\n  end call\n",
    "@7 WHEN FIRST_MESSAGE\n  say: {0}\n",
    "WHEN\n  say: {0}\n",
    'WHEN The agent asks\n  say: <function name="f{0}" />\n',
    "WHEN The agent asks for more\n  ask: {0}?\n",
    "# {0}\n",
    "role: {0}\n",
]
lines = st.builds(str.format, st.sampled_from(BLOCKS), st.integers(0, 5))
edits = st.tuples(st.sampled_from(["insert", "replace", "delete"]), st.integers(0, 20), lines)


@contextmanager
def long_from(size: int) -> Iterator[None]:
    """Count scenarios of this many blocks as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resolving, "MANY_BLOCKS", size)
        patch.setattr(parser, "_LONG", 1)  # so that blocks that didn't change keep their nodes
        yield


def resolved(text: str, size: int, fragment: bool) -> tuple[ResolvedScenario, object]:
    with long_from(size):
        script = parser.parse(Source(text)).script
        document, found = resolve(script, None, fragment=fragment)
        return document.scenarios[-1], found


def with_label(rows: Sequence[ResolvedBlock]) -> list[ResolvedBlock]:
    return [row for row in rows if row.block.label]


def with_five(rows: Sequence[ResolvedBlock]) -> list[ResolvedBlock]:
    return [row for row in rows if "5" in str(row.block.actions) or isinstance(row.block.opening, After)]


def broken_or_with_details(rows: Sequence[ResolvedBlock]) -> list[ResolvedBlock]:
    return [row for row in rows if row.block.broken or row.block.details]


@law(300)
@given(st.lists(lines, min_size=1, max_size=20), st.lists(edits, min_size=1, max_size=8), st.booleans())
def test_after_any_edits_blocks_are_those_of_a_new_scenario(
    blocks: list[str], changes: list[tuple[str, int, str]], fragment: bool
) -> None:
    for kind, place, line in [("insert", 0, ""), *changes]:
        at = place % len(blocks) if blocks else 0
        blocks[at : at + (kind != "insert")] = [] if kind == "delete" else [line]
        text = HEAD + "".join(blocks)
        again, found_again = resolved(text, 1, fragment)
        anew, found_anew = resolved(text, NEVER, fragment)

        assert (again, found_again) == (anew, found_anew)
        assert [(row.span, row.block.broken) for row in again.rows] == [
            (row.span, row.block.broken) for row in anew.rows
        ]
        assert anew.version is None
        for search in (with_label, with_five, broken_or_with_details):
            assert search_blocks(again, search) == search(anew.rows)


def test_an_edit_says_which_blocks_changed() -> None:
    text = HEAD + "".join(BLOCKS[0].format(day) for day in range(9))
    first, _ = resolved(text, 1, False)
    same, _ = resolved(text, 1, False)
    second, _ = resolved(text.replace("It is 4", "It is four"), 1, False)
    third, _ = resolved(text.replace("asks for 4", "asks for four"), 1, False)
    longer, _ = resolved(f"{text}THEN\n  say: x\n", 1, False)

    assert first.version and second.version and third.version and longer.version
    assert same.version is first.version
    assert second.version.changes_since(first.version.mark) == (4, 5, 6)  # those around it are parsed again
    assert second.version.same_openings
    assert third.version.changes_since(second.version.mark) == (4, 5, 6)
    assert not third.version.same_openings
    assert third.version.changes_since(third.version.mark) == ()
    assert third.version.changes_since(first.version.mark) is None
    assert longer.version.changes_since(third.version.mark) is None


def test_an_edit_of_a_long_scenario_looks_at_the_blocks_around_it_and_moves_those_below() -> None:
    blocks = 4000
    text = long_scenario(blocks)
    versions = [
        text.replace("Thursday at 01000", f"{day} at 01000") for day in ("Noon", "Friday", "Sunday", "One")
    ]
    for each in versions[:3]:
        check(each)

    assert calls_of(lambda: check(versions[3]), resolving._resolve_blocks) == [0]
    assert lines_of(lambda: check(versions[1]), _with_functions) <= 20
    assert counted(lambda: check(versions[2]))["calls"] <= 1.1 * blocks + 1000
