"""No squiggles for what is only unfinished at the cursor; all other problems appear at once, and none is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check
from scn_compiler.api import find, one_per_line
from scn_compiler.ide.cursor.unfinished import Screen, TextChange, finished
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source, Span
from support.cases import every
from support.cursors import CURSOR, cursor
from support.laws import law, sweep
from support.paths import ROOT
from support.scripts import hostile_texts
from support.typist import ORDERS, finder, keys, screens, watch

HEAD = "scenario: A\nrole: B\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hello\n\n"
END = "\nWHEN The agent says goodbye\n  end call\n"
SAMPLES = sorted((ROOT / "samples").rglob("*.scn"))
GOAL = 0.2
CALM = 1.5


def found_in(text: str) -> tuple[Diagnostic, ...]:
    return find(text).reported


def typed_at(marked: str, before: str = "") -> list[str]:
    """The rules of the problems that appear after the character before the cursor was typed.

    Args:
        before: A text whose problems are already shown; by default, an empty screen.
    """
    text, at = cursor(marked)
    shown = found_in(before) if before else ()
    screen = Screen(shown, (TextChange(Span(at - 1, at - 1), 1),), at)
    return [each.name for each in finished(found_in(text), text, screen)]


@every(
    "line",
    [
        f"WHEN The agent asks{CURSOR}",
        f"WHEN The agent asks\n  {CURSOR}",
        f"WHEN The agent asks\n  s{CURSOR}",
        f"WH{CURSOR}\n  say: Yes",
        f'WHEN contains "yes{CURSOR}\n  say: Yes',
        f"WHEN The agent {CURSOR}\n  say: Yes",
        f"WHEN The agent asks\n  say: Yes <break {CURSOR}",
        f'WHEN The agent asks\n  say: Yes <break time="1{CURSOR}',
        f"WHEN The agent asks\n  say: Yes [laugh{CURSOR}",
        f"WHEN The agent asks\n  say: I'm {{{{test_profile.na{CURSOR}",
        f"WHEN The agent asks\n  say: Yes\n  end c{CURSOR}",
        f"AFTER @later{CURSOR}\n  say: Yes",
        f"AFTER @later\n  say: Yes{CURSOR}",
        f"@here{CURSOR} WHEN The agent asks\n  say: Yes",
    ],
)
def test_what_is_unfinished_at_the_cursor_is_no_problem_yet(line: str) -> None:
    marked = f"{HEAD}{line}\n{END}"
    assert check(cursor(marked)[0]), "there is a problem to hold back"

    assert typed_at(marked) == []


@every(
    "marked",
    [
        f"s{CURSOR}",
        f"scenario: A{CURSOR}",
        f"scenario: A\nrole: B\n{CURSOR}",
        f"scenario: A\nlanguage: en\nrole: B\n\nFIRST_MESS{CURSOR}",
        f"scenario: A\nlanguage: en\nrole: B\n\nFIRST_MESSAGE\n  say: {CURSOR}",
        f"{HEAD}scenario{CURSOR}",
        f"{HEAD}{END}\nscenario: B{CURSOR}",
        f"target: eq{CURSOR}\n{HEAD}{END}",
        f"language: en\nt{CURSOR}\n{HEAD}{END}",
    ],
)
def test_what_a_scenario_may_still_get_is_no_problem_yet(marked: str) -> None:
    assert typed_at(marked) == []


@every(
    ("marked", "rules"),
    [
        (f"{HEAD}WEHN The agent asks\n  say: Ye{CURSOR}\n{END}", ["misspelt-keyword"]),
        (f"{HEAD}WHEN The agent asks\n  say: <brek /> Ye{CURSOR}\n{END}", ["unknown-tag"]),
        (f"{HEAD}scenario: B\nrole: B\nlanguage: en\n\nFIRST_MESSAGE\n  say: H{CURSOR}", ["no-endcall"]),
        (f"{HEAD}WHEN The agent asks\n{END}\nscenario: B{CURSOR}", ["missing-action"]),
    ],
)
def test_what_the_cursor_has_left_appears_at_once(marked: str, rules: list[str]) -> None:
    assert typed_at(marked) == rules


@every("typed", ["W", "WHEN", "WHEN x", "AFTER @u", "AFTER @u\n  say: <br", "# note"])
def test_squiggles_elsewhere_stay_while_an_error_may_hide_them(typed: str) -> None:
    before = f"{HEAD}@unused WHEN The agent asks\n  say: Yes <brek /> \n"
    shown = found_in(before)
    assert {each.name for each in shown} == {"no-endcall", "unused-label", "unknown-tag"}

    for end in range(1, len(typed) + 1):
        text = before + typed[:end]
        at = len(text)
        shown = finished(found_in(text), text, Screen(shown, (TextChange(Span(at - 1, at - 1), 1),), at))

        assert {each.name for each in shown} == {"no-endcall", "unused-label", "unknown-tag"}, text


def test_a_squiggle_moves_with_its_line() -> None:
    before = f"{HEAD}@unused WHEN The agent asks\n  say: Yes\n{END}"
    text = f"langu\n{before}"
    change = TextChange(Span(0, 0), 6)

    (kept,) = finished(found_in(text), text, Screen(found_in(before), (change,), 5))

    assert text[kept.span.start : kept.span.end] == "@unused"


def test_an_error_that_is_deleted_or_changes_is_gone_at_once() -> None:
    before, at = f"{HEAD}WHEN It is late\n  say Yes\n{END}", len(f"{HEAD}WHEN It is late\n  ")
    assert [each.name for each in found_in(before)] == ["missing-colon"]

    for left in ("sa", ""):
        text = f"{HEAD}WHEN It is late\n  {left}\n{END}"
        cursor_at = at + len(left)
        change = TextChange(Span(cursor_at, at + len("say Yes")), 0)

        assert finished(found_in(text), text, Screen(found_in(before), (change,), cursor_at)) == ()


def test_the_closing_ends_a_squiggle_at_once() -> None:
    before = f"{HEAD}WHEN The agent asks\n  say: <spell>A\n{END}"
    assert [each.name for each in found_in(before)] == ["unclosed-tag"]

    assert typed_at(before.replace("<spell>A", f"<spell>A</spell>{CURSOR}"), before) == []


@law(100)
@given(text=hostile_texts, at=st.integers(min_value=0), length=st.integers(0, 20))
def test_after_a_pause_everything_is_shown_and_while_typing_nothing_new_is_invented(
    text: str, at: int, length: int
) -> None:
    at %= len(text) + 1
    before = text[:at] + text[at + length :]
    shown, found = found_in(before), found_in(text)
    screen = Screen(
        shown, (TextChange(Span(at, at), len(text[at : at + length])),), min(at + length, len(text))
    )

    calm = finished(found, text, screen)

    assert finished(found, text, Screen(calm)) is found
    known = {(each.name, each.message) for each in (*found, *shown)}
    assert {(each.name, each.message) for each in calm} <= known
    assert all(0 <= each.span.start <= len(text) for each in calm if each.origin is None)


@pytest.mark.parametrize("number", sweep(range(0, len(SAMPLES), 3)))
def test_few_squiggles_come_and_go_while_a_script_is_typed(number: int) -> None:
    """`benchmarks/squiggles.py` types all samples in all orders; the goal is for the mean, so one may have twice as many."""
    sample, order = SAMPLES[number], [*ORDERS][number % len(ORDERS)]
    script, find_all = sample.read_text(encoding="utf-8"), finder(sample)

    shown = list(screens(keys(script, order), find_all, calm=CALM))

    seen = watch(script, shown)
    assert seen.needless.total() <= 2 * GOAL * seen.lines + 3, (sample, order, seen)
    assert seen.interrupted.total() <= 1, (sample, order, seen)
    assert shown[-1][1] == one_per_line(list(find_all(script)), Source(script))
