"""Which keyword condition implies which, compared with all messages of a few letters."""

import json
from collections.abc import Iterable
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.lint.triggers.containment import containing_words
from scn_compiler.lint.triggers.implication import (
    ConditionPair,
    Relation,
    TriggerCondition,
    covers,
    implies,
    related_pairs,
    shortest_condition,
)
from scn_compiler.semantics.expressions import alternatives as written_out
from scn_compiler.semantics.expressions import flat_text
from scn_dsl.nodes import And, Contains, Expression, Or
from support.laws import law

BETWEEN = "-"
"""A letter that no keyword here has."""

LONGEST = 8
MESSAGES = ["".join(letters) for length in range(LONGEST + 1) for letters in product("ab-", repeat=length)]
"""All messages of up to `LONGEST` letters; two keywords of three letters, with one between them, need seven."""

words = st.text(alphabet="ab", max_size=3)
small = st.lists(st.lists(words, min_size=1, max_size=2), min_size=1, max_size=3)
alternatives = st.lists(
    st.lists(st.text(alphabet="abcA", max_size=4), min_size=1, max_size=3), min_size=1, max_size=4
)
quick = law(60)
many = law(300)


def holds(condition: Iterable[Iterable[str]], message: str) -> bool:
    """Evaluate a trigger literally."""
    folded = message.casefold()
    return any(all(word.casefold() in folded for word in words) for words in condition)


@quick
@given(small, small)
def test_a_condition_follows_exactly_if_it_holds_for_every_message(
    one: list[list[str]], other: list[list[str]]
) -> None:
    always = all(holds(other, message) for message in MESSAGES if holds(one, message))

    assert implies(shortest_condition(one), shortest_condition(other)) is always


@quick
@given(small, small)
def test_conditions_have_one_form_exactly_if_they_hold_for_the_same_messages(
    one: list[list[str]], other: list[list[str]]
) -> None:
    same = all(holds(one, message) is holds(other, message) for message in MESSAGES)

    assert (shortest_condition(one) == shortest_condition(other)) is same


@many
@given(alternatives)
def test_the_short_form_holds_for_the_same_messages(written: list[list[str]]) -> None:
    for each in written:
        message = BETWEEN.join(each)
        assert holds(shortest_condition(written), message)
    for each in shortest_condition(written):
        assert holds(written, BETWEEN.join(each))


@many
@given(st.lists(alternatives.map(shortest_condition), max_size=8))
def test_each_condition_is_paired_as_if_all_were_compared(conditions: list[TriggerCondition]) -> None:
    found = [(pair.later, pair.earlier, pair.relation) for pair in related_pairs(conditions)]

    assert found == [each for place in range(len(conditions)) if (each := closest(conditions, place))]


@many
@given(st.lists(st.text("ab", max_size=9), max_size=60), st.integers(0, 300))
def test_keywords_inside_others_are_found_as_if_all_were_compared(keywords: list[str], others: int) -> None:
    every = {*keywords, *(f"{number:05} or 06" for number in range(others))}
    inner = {word: {other for other in every if other in word and other != word} for word in every}

    assert dict(containing_words(every)) == {word: found for word, found in inner.items() if found}


def touch(one: TriggerCondition, other: TriggerCondition) -> bool:
    """Whether a message that is as short as one of them allows matches both."""
    return any(covers(words, enough) or covers(enough, words) for words in one for enough in other)


def closest(conditions: list[TriggerCondition], later: int) -> tuple[int, int, Relation] | None:
    """The closest relation to an earlier condition, by comparing with each."""
    own, earlier = conditions[later], conditions[:later]
    tests = {
        Relation.SAME: lambda other: own == other,
        Relation.NARROWER: lambda other: implies(own, other),
        Relation.WIDER: lambda other: implies(other, own),
        Relation.TOUCHING: lambda other: touch(own, other),
    }
    for relation, fits in tests.items():
        for place, other in enumerate(earlier):
            if fits(other):
                return later, place, relation
    return None


@many
@given(st.lists(alternatives.map(shortest_condition), max_size=8))
def test_a_message_of_the_words_of_a_pair_fulfils_both(conditions: list[TriggerCondition]) -> None:
    for pair in related_pairs(conditions):
        message = BETWEEN.join(pair.words)
        assert holds(conditions[pair.later], message)
        assert holds(conditions[pair.earlier], message)


def test_a_keyword_inside_of_another_follows_from_it_whatever_the_capitals() -> None:
    appointment, point = shortest_condition([["Appointment"]]), shortest_condition([["POINT"]])

    assert implies(appointment, point)
    assert not implies(point, appointment)
    assert shortest_condition([["STRASSE"]]) == shortest_condition([["Straße"]])


def test_keywords_that_overlap_do_not_contain_each_other() -> None:
    assert not covers(frozenset(["over", "verb"]), frozenset(["overb"]))


def test_two_words_that_may_occur_in_one_message_are_not_a_pair() -> None:
    assert list(related_pairs([shortest_condition([["day"]]), shortest_condition([["time"]])])) == []


def test_a_character_in_every_condition_pairs_them_only_with_the_first() -> None:
    conditions = [shortest_condition([["when"], [f"day {number:04}"]]) for number in range(500)]

    expected = [ConditionPair(place, 0, Relation.TOUCHING, frozenset(["when"])) for place in range(1, 500)]
    assert list(related_pairs(conditions)) == expected


expressions = st.recursive(
    st.text('a"\\ ', max_size=3).map(lambda text: Contains(text=text)),
    lambda inner: st.builds(
        lambda kind, operands: kind(operands=tuple(operands)),
        st.sampled_from([And, Or]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@many
@given(expressions)
def test_a_printed_expression_escapes_each_keyword(expression: Expression) -> None:
    expanded = [[json.dumps(word) for word in each] for each in written_out(expression)]

    assert flat_text(expression) == " OR ".join(
        " AND ".join(f"contains {word}" for word in each) for each in expanded
    )
