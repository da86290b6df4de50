"""A long scenario that is checked again after an edit has the findings of a new check."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import Config, compile_text
from scn_compiler.findings.selectors import Findings
from scn_compiler.lint import incremental, registry
from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.incremental import run_rules_again
from scn_compiler.pipeline import check, compile
from scn_compiler.semantics import resolve
from scn_dsl.diagnostic import Diagnostic
from scn_grammar import parser, text_cache
from support.cases import every, some
from support.growth import HEAD, long_scenario
from support.laws import law
from support.paths import BAD_SCRIPTS, SAMPLES

NEVER = 1 << 30
NEAR = 6
"""The most blocks around an edit that are parsed again, with the first message."""

TEXTS = [path.read_text(encoding="utf-8", errors="surrogateescape") for path in (*BAD_SCRIPTS, *SAMPLES)]
BLOCKS = sorted({block for text in TEXTS for block in text.split("\n\n")})
"""Blocks of all kinds, many of them with mistakes; some are the fields of a scenario."""


@contextmanager
def long_from(size: int) -> Iterator[None]:
    """Count scripts of this size as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compile, "MANY_BLOCKS", size)
        patch.setattr(resolve, "MANY_BLOCKS", max(size, 1))
        patch.setattr(parser, "_LONG", size)
        patch.setattr(text_cache, "_SEARCHED_AGAIN", size)
        for cached in ("_check_part", "_check_long_part"):
            patch.setattr(check, cached, check._check_one)
        yield


def found_anew(text: str, target: str | None) -> Findings:
    with long_from(NEVER):
        return check.find(text, target=target)


def found_again(text: str, target: str | None) -> Findings:
    with long_from(0):
        return check.find(text, target=target)


@some("path", (*BAD_SCRIPTS, *SAMPLES), ids=lambda path: path.stem)
def test_a_script_that_only_moved_has_the_same_findings(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    moved = f"# a comment\n{text}\n"

    found_again(text, None)

    assert found_again(text, None) == found_anew(text, None)
    assert found_again(moved, None) == found_anew(moved, None)


@every(
    "lines",
    [
        'FIRST_MESSAGE\n  say: <ivr>Press 1</ivr>\n\nWHEN The agent asks\n  say: <dtmf digits="1" />',
        'FIRST_MESSAGE\n  wait\n\nWHEN The agent calls for a name\n  say: <voicemail text="Hi there" />',
        "FIRST_MESSAGE\n  wait\n\nWHEN The agent asks\n  say: Bye <endcall />\nTHEN\n  say: And again",
        "FIRST_MESSAGE\n  wait\n\nWHEN The agent asks for a name\n  say: <spell>Ann</spell>",
    ],
)
def test_rules_about_the_whole_scenario_know_the_blocks_that_did_not_change(lines: str) -> None:
    head = "scenario: s\nrole: r\nlanguage: en\npersonality: 3\nexpect: The main agent spells the name\n\n"
    text = f"{head}{lines}\n\n" + "".join(
        f"WHEN The agent asks for {day}\n  say: {day}\n\n" for day in range(9)
    )

    found_again(text, None)

    assert found_again(text + "THEN\n  say: x\n", None) == found_anew(text + "THEN\n  say: x\n", None)


def test_a_block_is_looked_at_again_when_its_follow_up_no_longer_ends_the_call() -> None:
    head = "scenario: s\nrole: r\nlanguage: en\npersonality: 3\n\nFIRST_MESSAGE\n  wait\n\n"
    others = "".join(f"WHEN The agent asks for {day}\n  say: {day}\n\n" for day in range(9))
    name = '@name WHEN contains "name"\n  say: My name is Ann\n\n'
    text = f"{head}WHEN The agent says goodbye\n  end call\n\n{name}{others}AFTER @name\n  end call\n"
    edited = text.removesuffix("end call\n") + "say: Bye\n"

    before, after = found_again(text, None), found_again(edited, None)

    assert "echoed-keyword" not in {each.name for each in before.reported}
    assert "echoed-keyword" in {each.name for each in after.reported}
    assert (found_again(text, None), after) == (before, found_anew(edited, None))


def test_values_and_fragments_are_looked_at_again() -> None:
    text = "let x = Press\n\nscenario: s\nrole: r\nlanguage: en\npersonality: 3\n\nFIRST_MESSAGE\n  wait\n\n"
    text += "".join(f"WHEN The agent asks for {day}\n  say: $x {day}\n\n" for day in range(9))

    for value in ("Press", "<foo /> Press", "&lt;foo", "Press"):
        edited = text.replace("let x = Press", f"let x = {value}")
        assert found_again(edited, None) == found_anew(edited, None)


places = st.integers(0, 60)
edits = st.one_of(
    st.tuples(st.just("insert"), places, st.sampled_from(BLOCKS)),
    st.tuples(st.just("replace"), places, st.sampled_from(BLOCKS)),
    st.tuples(st.just("delete"), places, st.just("")),
    st.tuples(
        st.just("type"),
        st.integers(0, 3000),
        st.sampled_from([*"x <>[]\n\r|{\"'é@:#W$\ud800", "\\u00e9", "\n  WHEN "]),
    ),
)
TARGETS = (None, "cekura", "cekura-when", "cekura-part", "eqho", "bimpe", "sensay", "sophiie")


def edited(text: str, edit: tuple[str, int, str]) -> str:
    kind, at, new = edit
    if kind == "type":
        at %= len(text) + 1
        return text[:at] + new + text[at:]
    blocks = text.split("\n\n")
    at = at % len(blocks) + (kind == "insert")
    blocks[at : at + (kind != "insert")] = [new] if new else []
    return "\n\n".join(blocks)


@law(300)
@given(
    st.lists(st.sampled_from(BLOCKS), max_size=30),
    st.lists(edits, min_size=1, max_size=8),
    st.sampled_from(TARGETS),
    st.booleans(),
)
def test_after_any_edits_a_scenario_has_the_findings_of_a_new_check(
    blocks: list[str], edits: list[tuple[str, int, str]], target: str | None, has_head: bool
) -> None:
    text = "\n\n".join([HEAD.strip()] * has_head + blocks)
    for edit in (None, *edits):
        text = edited(text, edit) if edit else text
        assert found_again(text, target) == found_anew(text, target)


def blocks_looked_at(text: str, **options: object) -> list[int]:
    """Check `text`; return how many blocks the rules about single blocks looked at in each of its scenarios."""
    looked: list[int] = []

    def run_rules(context: RuleContext, unread: frozenset[str]) -> list[Diagnostic]:
        looked.append(len(context.rows))
        return registry.run_rules(context, unread)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(incremental, "run_rules", run_rules)
        compile_text(text, **options)  # type: ignore[arg-type]
    return looked


@pytest.fixture
def text() -> str:
    run_rules_again.cache_clear()  # type: ignore[attr-defined]
    text = long_scenario(1000)
    assert blocks_looked_at(text) == [1001]
    return text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("slot 00300 is", "slot three hundred is"),
        ("Thursday at 00300", "Friday at 00300"),
        ('"when 00300"', '"when 300"'),
        (
            'WHEN contains "date 00300"',
            'WHEN The agent asks for a name\n  say: Ann\nWHEN contains "date 00300"',
        ),
    ],
)
def test_after_a_key_the_rules_look_at_the_blocks_around_it(text: str, old: str, new: str) -> None:
    assert blocks_looked_at(text.replace(old, new))[0] <= NEAR


def test_a_block_with_a_finding_is_looked_at_after_each_key(text: str) -> None:
    text = text.replace("Thursday at 002", "<foo />")
    blocks_looked_at(text)

    looked = blocks_looked_at(text.replace("slot 00300 is", "slot 300 is"))[0]

    assert 100 < looked <= 100 + NEAR


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("language: en", "language: fr"),
        ("role: r", "role: r\ncaller name = Ann"),
        ("slot 00300 is", "slot 00300\u00a0is"),
        ("slot 00300 is", "slot {00300} is"),
        ('contains "date 00300"', 'contains "day 00299"'),
    ],
)
def test_all_blocks_are_looked_at_when_the_rules_know_something_new(text: str, old: str, new: str) -> None:
    assert blocks_looked_at(text.replace(old, new)) == [1001]


def test_all_blocks_are_looked_at_for_another_target_and_for_rules_of_another_day(text: str) -> None:
    assert blocks_looked_at(text, target="cekura-when") == [1001]
    assert blocks_looked_at(text, config=Config(rules=(("cekura", "2026-03-01"),))) == [1001]
    assert blocks_looked_at(text)[0] <= NEAR
