"""Transcripts to measure on, as rows and as batches, and a second implementation that counts row by row."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

import pyarrow as pa
from hypothesis import strategies as st

from scn_compiler.measure.conditions import Condition
from scn_compiler.measure.near import near_misses, sample_of
from scn_compiler.measure.numbers import NUMBER_LANGUAGES, with_digits
from scn_compiler.measure.totals import Example, Measured, MeasuredCondition, MeasuredPair
from scn_compiler.measure.transcripts.rows import UTTERANCES
from scn_compiler.measure.triggers import leaf_words
from scn_compiler.rehearsal.judge import Verdict
from scn_compiler.rehearsal.matching import finder, fits_expression
from scn_dsl.nodes import And, Contains, Expression, Or

Row = tuple[str, int, str | None, str | None]
"""A call, a turn, what was said, and what was recognized."""

DIGITS = "0123456789"

FRAGMENTS = (
    "order", "order number", "number", "Order", "der", " ", "", "ß", "SS", "straße", "STRASSE", "İ", "i̇", "ı", "ΣΑΣ",
    "σας", "é", "e\u0301", "ﬁ", "FI", "ŉ", "안녕", "नमस्ते", "👋🏽", "\u200d", "4471", "44 71", "४", "7²", "four four seven one",
    "71", "seven", "a", "A", "b", "\n", "\0", "\ud800",
)  # fmt: skip
"""Parts of texts and of keywords: any case, letters that grow when their case is folded, half a character."""


def keyword(text: str) -> Contains:
    return Contains(text=text)


def condition(
    trigger: Expression | str | None, scenario: int = 1, line: int = 1, words: str = "inside"
) -> Condition:
    """A condition of an English scenario in which keywords count inside longer words, or only `whole` ones."""
    kind = "follow-up" if trigger is None else "sentence" if isinstance(trigger, str) else "keywords"
    return Condition(
        "a.scn", f"Call {scenario}", scenario, "a.scn", line, line, kind, str(trigger), trigger, "en", words
    )


def batch_of(rows: Iterable[Row]) -> pa.RecordBatch:
    """Rows as a batch."""
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, UTTERANCES, strict=True)]
    return pa.record_batch(arrays, schema=UTTERANCES)


def batches_of(rows: Sequence[Row], cuts: Iterable[int]) -> list[pa.RecordBatch]:
    """Rows, cut into batches before these rows; each batch is a part of a larger one."""
    whole = batch_of(rows)
    bounds = [0, *sorted({cut for cut in cuts if 0 < cut < len(rows)}), len(rows)]
    return [whole.slice(start, end - start) for start, end in pairwise(bounds)]


def measured_naively(
    conditions: Sequence[Condition],
    rows: Iterable[Row],
    *,
    verdict: Verdict | None = None,
    numbers: bool = False,
    near: int = 0,
) -> Measured:
    """Measure conditions as the engine that plays calls compares words with messages, row by row."""
    rows = [*rows]
    spoken = [row for row in rows if row[2] is not None]
    measured = []
    holding = [
        [number for number, row in enumerate(spoken) if _holds(each, row[2], verdict)] for each in conditions
    ]
    firsts: dict[object, int] = {}
    for index, each in enumerate(conditions):
        if _is_measured(each, verdict):
            firsts.setdefault((_scenario(each), _wording(each)), index)
    sample = sample_of(batch_of(spoken), near) if near else ()
    misses = near_misses(conditions, sample)
    for index, each in enumerate(conditions):
        if not _is_measured(each, verdict):
            reasons = {
                "sentence": "the platform's model judges sentences; a cassette with verdicts measures them"
            }
            reason = reasons.get(each.kind, "a follow-up runs after its parent, whatever the agent says")
            measured.append(MeasuredCondition(each, reason=reason))
            continue
        is_sentence = isinstance(each.trigger, str)
        held = holding[index]
        above = {
            number
            for other in firsts.values()
            if other < firsts[_scenario(each), _wording(each)]
            and _scenario(conditions[other]) == _scenario(each)
            for number in holding[other]
        }
        known = [] if is_sentence else [row for row in spoken if row[3] is not None]
        said = [bool(_holds(each, row[2], verdict)) for row in known]
        heard = [bool(_holds(each, row[3], verdict)) for row in known]
        measured.append(
            MeasuredCondition(
                each,
                holds=len(held),
                first=sum(number not in above for number in held),
                calls=len({spoken[number][0] for number in held}),
                heard=sum(heard),
                lost=sum(one and not other for one, other in zip(said, heard, strict=True)),
                gained=sum(other and not one for one, other in zip(said, heard, strict=True)),
                numbers=sum(_holds_by_numbers(each, row) for row in spoken)
                if numbers and not is_sentence
                else 0,
                undecided=sum(verdict(each.trigger, row[2]) is None for row in spoken) if is_sentence else 0,
                near=() if is_sentence else misses.get((each.trigger, each.words), ()),
                examples=tuple(Example(*at) for at in sorted({spoken[number][:2] for number in held})[:3]),
            )
        )
    pairs = [
        MeasuredPair(one, other, len({*holding[one]} & {*holding[other]}))
        for one, other in combinations(firsts.values(), 2)
        if _scenario(conditions[one]) == _scenario(conditions[other])
    ]
    return Measured(
        len(spoken),
        len({row[0] for row in spoken}),
        sum(row[3] is not None for row in spoken),
        len(rows) - len(spoken),
        tuple(measured),
        tuple(sorted(pair for pair in pairs if pair.both)),
    )


def _scenario(condition: Condition) -> object:
    return condition.script, condition.number


def _wording(condition: Condition) -> object:
    trigger = condition.trigger
    return " ".join(trigger.casefold().split()).rstrip(".") if isinstance(trigger, str) else trigger


def _is_measured(condition: Condition, verdict: Verdict | None) -> bool:
    return condition.kind == "keywords" or (condition.kind == "sentence" and verdict is not None)


def _holds(condition: Condition, text: str, verdict: Verdict | None) -> bool | None:
    if isinstance(condition.trigger, str):
        return verdict(condition.trigger, text) if verdict else None
    return condition.trigger is not None and fits_expression(condition.trigger, finder(text, condition.words))


def _has_digit(text: str) -> bool:
    return any(each in DIGITS for each in text)


@lru_cache(maxsize=1 << 16)
def _with_digits(text: str, language: str | None) -> str:
    return with_digits(text, language)


def _holds_by_numbers(condition: Condition, row: Row) -> bool:
    text = row[2] if row[3] is None else row[3]
    language = condition.language if condition.language in NUMBER_LANGUAGES else None
    if not any(
        _has_digit(_with_digits(word, language))
        for word in leaf_words(condition.trigger)
        if "\ud800" not in word
    ):
        return False
    has, other = finder(text, condition.words), _with_digits(text, language)

    def has_number(word: str) -> bool:
        if "\ud800" in word:
            return has(word)
        form = re.escape(_with_digits(word, language))
        before, after = (
            ("(?<![0-9])" if form[:1].isdigit() else ""),
            ("(?![0-9])" if form[-1:].isdigit() else ""),
        )
        if condition.words == "whole":
            before += r"(?<!\w)" if re.match(r"\w", _with_digits(word, language)) else ""
            after += r"(?!\w)" if re.search(r"\w$", _with_digits(word, language)) else ""
        is_number = any(map(str.isdigit, form))
        return has(word) or (is_number and re.search(before + form + after, other) is not None)

    return fits_expression(condition.trigger, has_number) and not fits_expression(condition.trigger, has)


_texts = st.one_of(
    st.lists(st.sampled_from([each for each in FRAGMENTS if each != "\ud800"]), max_size=6).map("".join),
    st.lists(st.sampled_from(["four", "4", "seven", "71", "order,", "number."]), max_size=6).map(" ".join),
    st.text(max_size=20),
)
_keywords = st.one_of(
    st.sampled_from(FRAGMENTS),
    st.lists(st.sampled_from(FRAGMENTS), max_size=3).map("".join),
    st.text(max_size=3),
)


def _joined(below: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    operands = st.lists(below, min_size=0, max_size=3).map(tuple)
    return st.one_of(
        operands.map(lambda each: And(operands=each)), operands.map(lambda each: Or(operands=each))
    )


expressions: st.SearchStrategy[Expression] = st.recursive(_keywords.map(keyword), _joined, max_leaves=5)
"""TriggerTable of keywords, also those that no script can have."""

SENTENCE = "The agent greets the caller"


def greets(sentence: str, line: str) -> bool | None:
    """A verdict about `SENTENCE`."""
    return None if len(line) % 3 == 0 else "a" in line


_triggers = st.one_of(
    expressions,
    expressions,
    st.sampled_from([keyword("a"), keyword("A"), keyword("order"), keyword("seven one")]),
    st.sampled_from([None, SENTENCE, f"{SENTENCE.upper()}."]),
)

conditions: st.SearchStrategy[list[Condition]] = st.lists(
    st.tuples(st.lists(_triggers, max_size=6), st.sampled_from(["inside", "whole"])), min_size=0, max_size=3
).map(
    lambda scenarios: [
        condition(trigger, number, line, words)
        for number, (triggers, words) in enumerate(scenarios, 1)
        for line, trigger in enumerate(triggers, 1)
    ]
)
"""The conditions of up to three scenarios."""

rows: st.SearchStrategy[list[Row]] = st.lists(
    st.tuples(
        st.sampled_from(["", "a", "b", "B", "é", "call 10", "call 9"]),
        st.integers(-1, 3),
        st.one_of(_texts, _texts, _texts, st.none()),
        st.one_of(_texts, st.none()),
    ),
    max_size=30,
).map(lambda found: sorted(found, key=lambda row: row[0]))
"""Rows in which those of a call lie together."""
