"""One slip gives one report, at its place: benchmarks/recovery.py on some samples, with one slip of each kind."""

import random
from itertools import islice

import pytest

from support.recovery import REPORTED, SPURIOUS, Score, measure, scripts, total
from support.slips import KINDS, rows_of

HEAD = "scenario: s\nrole: r\nlanguage: en\n\nFIRST_MESSAGE\n  wait\n\n"


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return measure(islice(scripts(), 0, 18, 3), each=1)


@pytest.mark.slow
def test_nearly_all_slips_are_reported_within_a_line_of_where_they_are(scores: dict[str, Score]) -> None:
    whole = total(scores.values())

    assert whole.slips > 300
    assert whole.reported >= REPORTED * whole.slips, "\n".join(whole.examples)


@pytest.mark.slow
def test_hardly_anything_else_is_reported(scores: dict[str, Score]) -> None:
    whole = total(scores.values())

    assert whole.spurious <= SPURIOUS * whole.files, "\n".join(whole.examples)


@pytest.mark.slow
def test_most_fixes_bring_the_script_back(scores: dict[str, Score]) -> None:
    whole = total(scores.values())

    assert whole.fixes > 100
    assert whole.restored > 0.8 * whole.fixes  # the rest of the line continues after `|`


def test_there_are_slips_of_many_kinds() -> None:
    assert len(KINDS) >= 50


def test_a_slip_is_injected_only_where_it_is_one() -> None:
    rows = rows_of(HEAD + "expect: a b\n\nWHEN The agent asks\n  end call\n")
    expect, opening = (
        next(at for at, row in enumerate(rows) if row.bare.startswith(word)) for word in ("expect", "WHEN")
    )

    assert KINDS["line twice"](rows, expect, random.Random(1)) is None
    assert KINDS["opening and action joined"](rows, opening, random.Random(1)) is None
