"""The engine that measures: it counts what a second implementation counts, however transcripts are cut."""

import random
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.config import Config
from scn_compiler.measure import measure, together
from scn_compiler.measure.batches import partials
from scn_compiler.measure.conditions import Condition, script_conditions
from scn_compiler.measure.matching import partial, plan_of
from scn_compiler.measure.totals import Measured, total
from scn_compiler.rehearsal.engine import CallState
from scn_compiler.rehearsal.policy import DEFAULT
from scn_dsl.nodes import And, Or
from scn_dsl.records import replace
from support.calls import HEAD, calls, hear, messages, rehearsed
from support.laws import law
from support.measuring import (
    Row,
    batch_of,
    batches_of,
    condition,
    conditions,
    greets,
    keyword,
    measured_naively,
    rows,
)


def _measured(conditions: list[Condition], found: list[Row], cuts: list[int], seed: int = 0) -> Measured:
    plan = plan_of(conditions, verdict=greets, numbers=True, sample=5)
    parts = [partial(plan, batch) for batch in batches_of(found, cuts)]
    random.Random(seed).shuffle(parts)
    return total(plan, parts)


@given(conditions, rows, st.lists(st.integers(1, 30)), st.integers(), st.sampled_from([0, 1, 100]))
@law(600)
def test_figures_are_those_of_the_second_implementation_in_any_cut_and_order(
    conditions: list[Condition], rows: list[Row], cuts: list[int], seed: int, dense: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(together, "_DENSE", dense)
        found = _measured(conditions, rows, cuts, seed)

    assert found == measured_naively(conditions, rows, verdict=greets, numbers=True, near=5)


@given(calls(), messages, st.sampled_from(["inside", "whole"]))
@law(200)
def test_a_condition_holds_where_a_rehearsal_runs_its_block(
    blocks: str, messages: list[str], words: str
) -> None:
    call = rehearsed(blocks)
    config = Config(policy=(("words", words),))
    listed = [each for each in script_conditions(HEAD + blocks, "a.scn", config) if each.kind != "follow-up"]
    plan = plan_of(listed, verdict=lambda sentence, line: line == f"({sentence})")
    policy = replace(DEFAULT, ending="last", words=words)

    for message in messages:
        found = total(plan, [partial(plan, batch_of([("a", 1, message, None)]))])
        _, reply = hear(call, CallState(), message, policy)
        holding = {
            call.twins[row][0] for row, each in zip(call.whens, found.conditions, strict=True) if each.holds
        }

        assert holding == {*reply.rows}


@given(conditions, rows, st.lists(st.integers(1, 30)), st.randoms(use_true_random=False))
@law(200)
def test_calls_whose_rows_are_apart_count_once_if_they_are_marked(
    conditions: list[Condition], rows: list[Row], cuts: list[int], chance: random.Random
) -> None:
    chance.shuffle(rows)
    plan = plan_of(conditions)
    parts = [
        partial(plan, batch.append_column("repeated", pa.array([True] * batch.num_rows, pa.bool_())))
        for batch in batches_of(rows, cuts)
    ]

    assert total(plan, parts) == measured_naively(conditions, rows)


def _large() -> tuple[list[Condition], list[Row]]:
    chance = random.Random(7)
    words = [
        "card",
        "car",
        "order",
        "order number",
        "number",
        "Müller",
        "straße",
        "four four",
        "44",
        "hello",
        "İz",
        "नमस्ते",
        "4471",
    ]
    words += [f"word{number}" for number in range(60)]
    listed = []
    for scenario in range(1, 6):
        for line in range(1, 9):
            some = tuple(keyword(word) for word in chance.sample(words, chance.randint(1, 3)))
            kind = chance.choice((And, Or))
            nested = Or(operands=(kind(operands=some), keyword(chance.choice(words))))
            trigger = chance.choice((some[0], kind(operands=some), nested))
            listed.append(condition(trigger, scenario, line, "whole" if scenario > 3 else "inside"))
    found: list[Row] = []
    for call in range(900):
        for turn in range(chance.randint(1, 45)):
            text = " ".join(chance.choices(words, k=chance.randint(0, 8))).title()
            asr = chance.choice((None, text, text.replace("d", "t")))
            found.append((f"call {call}", turn, chance.choice((None, text, text, text, text)), asr))
    return listed, found[:20_000]


@pytest.mark.slow
def test_20_000_rows_give_the_figures_of_the_second_implementation() -> None:
    listed, found = _large()
    assert len(found) == 20_000
    expected = measured_naively(listed, found, numbers=True, near=50)
    plan = plan_of(listed, numbers=True, sample=50)

    whole = total(plan, partials(plan, batches_of(found, [])))
    cut = total(plan, [partial(plan, batch) for batch in reversed(batches_of(found, [1, 4095, 4099, 9000]))])
    shared = total(plan, partials(plan, batches_of(found, range(0, 20_000, 700)), workers=2))

    assert whole == expected
    assert whole.digest == cut.digest == shared.digest
    assert any(each.is_shadowed for each in whole.conditions)
    assert all(each.holds for each in whole.conditions)


def _holds(keywords: list[str], *texts: str, words: str = "inside") -> list[int]:
    plan = plan_of([condition(keyword(each), words=words) for each in keywords])
    batch = batch_of([("a", turn, text, None) for turn, text in enumerate(texts)])
    return [each.holds for each in total(plan, [partial(plan, batch)]).conditions]


def test_a_keyword_is_not_found_across_two_utterances() -> None:
    assert _holds(["order", "straße"], "my or", "der", "STRAS", "SE") == [0, 0]


def test_keywords_inside_others_and_at_their_ends_are_found() -> None:
    words = ["order", "order number", "number", "er num", ""]

    assert _holds(words, "Order number", "order", "") == [2, 1, 1, 1, 3]


def test_whole_words_are_not_found_inside_others_if_the_configuration_says_so() -> None:
    texts = ("Café cafés", "un café", "caf\u00e9\u0301", "€5", "€50", "5€")

    assert _holds(["café", "€5", "5", "afé", ""], *texts) == [3, 2, 3, 3, 6]
    assert _holds(["café", "€5", "5", "afé", ""], *texts, words="whole") == [3, 1, 2, 0, 6]


def test_case_is_folded_as_where_calls_are_played() -> None:
    assert _holds(["STRASSE", "straße", "ΣΑΣ", "é", "\ud800"], "Straße", "σας", "e\u0301") == [1, 1, 1, 0, 0]


def test_nothing_is_lost_without_conditions_and_without_rows() -> None:
    assert measure({}, [batch_of([("a", 1, "x", None)])]).utterances == 1
    assert measure({}, []).utterances == 0
    [found] = measure({"a.scn": f'{HEAD}WHEN contains "x"\n  say: a\n'}, [batch_of([])]).conditions
    assert found.never


def test_a_batch_may_have_no_recognized_text_at_all() -> None:
    batch = batch_of([("a", 1, "x", None)]).drop_columns(["asr"])
    [found] = measure({"a.scn": f'{HEAD}WHEN contains "x"\n  say: a\n'}, [batch]).conditions

    assert (found.holds, found.heard, found.lost) == (1, 0, 0)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(KeyError, match="turn"):
        measure({}, [batch_of([("a", 1, "x", None)]).drop_columns(["turn"])])


@pytest.mark.slow
def test_a_program_may_measure_without_a_guard_against_being_imported(tmp_path: Path) -> None:
    program = tmp_path / "job.py"
    program.write_text(
        "import pyarrow as pa\n"
        "from scn_compiler.measure import measure\n"
        "from scn_compiler.measure.batches import MIN_ROWS_TO_SHARE as rows\n"
        "batch = pa.record_batch({'call': ['a'] * rows, 'turn': range(rows), 'text': ['x'] * rows})\n"
        "print(measure({}, [batch]).utterances == rows)\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False)

    assert done.stdout == "True\n", done.stderr


@pytest.mark.slow
def test_many_conditions_that_always_hold_together_take_little_memory() -> None:
    listed = [condition(keyword(chr(0x4E00 + number))) for number in range(100)]
    everything = "".join(chr(0x4E00 + number) for number in range(100))
    batch = batch_of([("a", turn, everything, None) for turn in range(4096)])
    plan = plan_of(listed)
    partial(plan, batch.slice(0, 1))

    tracemalloc.start()
    part = partial(plan, batch)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert part.pairs[1].tolist() == [4096] * (100 * 99 // 2)
    assert peak < 200 * 1024 * 1024
