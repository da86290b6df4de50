"""Advice on triggers: one report for each pair, and the prefilter misses none."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import Config, check
from scn_compiler.lint.context import SIGNS, RuleContext, context_of, traits_of
from scn_compiler.lint.rules import foreign_placeholder, foreign_trigger
from scn_compiler.lint.trigger_rules import TRIGGER_RULES
from scn_compiler.lint.triggers import prefilter
from scn_compiler.lint.triggers.similarity import find_similar_pairs
from scn_compiler.pipeline.compile import compile_script
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS
from scn_dsl.catalog import CATALOG
from scn_dsl.diagnostic import Severity
from scn_dsl.records import replace
from scn_dsl.source import Source
from scn_grammar.parser import parse, read_item
from support.cases import every
from support.effort import counted
from support.laws import law

ADVICE = {name for name, kind in CATALOG.items() if "SCN603" <= kind.code <= "SCN619"}
TARGET = TARGETS[DEFAULT_TARGET]


HEAD = """\
scenario: Return a lamp
role: A caller
language: {}
FIRST_MESSAGE
  wait
WHEN The agent says goodbye
  end call
"""


def script(*triggers: str, language: str = "en") -> str:
    blocks = "".join(f"WHEN {trigger}\n  say: Answer {place}.\n" for place, trigger in enumerate(triggers))
    return HEAD.format(language) + blocks


def advice(text: str) -> list[str]:
    """The names of the advice, including advice that shares a line with another problem."""
    found = check(text, path="example.scn", config=Config(ignore=("asr-fragile-literal",)))
    messages = {note.message for each in found for note in each.related}
    assert all(each.name in ADVICE for each in found), messages
    return [each.name for each in found]


@every(
    ("earlier", "later", "name"),
    [
        ("The agent asks for a day", "The agent asks for a day", "duplicate-trigger"),
        ("The agent asks for a day", "the agent  asks for a day.", "duplicate-trigger"),
        ("The agent asks for a day", "The agent asks the caller for a day", "similar-triggers"),
        ("The agent asks for a day", "Agent asks for the day", "similar-triggers"),
        ("The agent puts the caller on hold", "The agent puts the caller on hold again", "similar-triggers"),
        ("The agent offers a refund once more", "The agent offers a refund", "similar-triggers"),
        ('contains "day"', 'contains "Day"', "duplicate-trigger"),
        ('contains "day" OR contains "hour"', 'contains "hour" OR contains "day"', "duplicate-trigger"),
        ('contains "day"', 'contains "day" OR contains "days"', "duplicate-trigger"),
        ('contains "day"', 'contains "days"', "shadowed-trigger"),
        ('contains "day"', 'contains "day" AND contains "free"', "shadowed-trigger"),
        ('contains "day" OR contains "hour"', 'contains "hour"', "shadowed-trigger"),
        ('contains "days"', 'contains "day"', "overlapping-triggers"),
        ('contains "day" OR contains "hour"', 'contains "hour" OR contains "time"', "overlapping-triggers"),
        ('contains "day" OR contains "hour"', 'contains "Friday" OR contains "time"', "overlapping-triggers"),
        ('contains "free" AND contains "day"', 'contains "day" OR contains "time"', "overlapping-triggers"),
    ],
)
def test_two_similar_triggers_are_reported_once(earlier: str, later: str, name: str) -> None:
    text = script(earlier, later)

    [found] = check(text)

    assert found.name == name
    assert text[slice(*found.span)] == later
    assert [text[slice(*note.span)] for note in found.related] == [earlier]


@every(
    ("earlier", "later"),
    [
        ("The agent asks for a day", "The agent offers a day"),
        ("The agent asks for the old address", "The agent asks for the new address"),
        ("The agent presses 1 and no other key", "The agent presses 2 and no other key"),
        ("The agent approves the refund", "The agent does not approve the refund"),
        ("The agent asks when the parcel came", "The agent asks where the parcel came from"),
        ("The agent moves the call from Ann to Bob", "The agent moves the call from Bob to Ann"),
        ("The agent moves the call from Ann", "The agent moves the call to Ann"),
        ("The agent asks for a card number", "The agent asks for the number of cards"),
        ('contains "day"', 'contains "time"'),
        ('contains "free" AND contains "day"', 'contains "day" AND contains "time"'),
        ('contains "day"', "The agent asks for a day"),
    ],
)
def test_two_different_triggers_are_not_reported(earlier: str, later: str) -> None:
    assert advice(script(earlier, later)) == []


@every(
    ("earlier", "later", "unsure"),
    [
        ('contains "tea"', 'contains "steak"', True),
        ('contains "steak"', 'contains "tea"', True),
        ('contains "tea"', 'contains "iced tea"', False),
        ('contains "iced tea"', 'contains "tea"', False),
        ('contains "tea" OR contains "juice"', 'contains "Tea"', False),
    ],
)
def test_what_depends_on_looking_inside_words_is_an_info(earlier: str, later: str, unsure: bool) -> None:
    [found] = check(script(earlier, later))

    assert found.message.startswith("if the platform also matches parts of words, ") is unsure
    assert found.severity is (Severity.INFO if unsure else Severity.WARNING)


SENTENCES = {
    "silence-trigger": [
        "The agent is silent",
        "A long silence",
        "There is no answer",
        "The agent does not say anything",
        "The agent hasn’t responded",
        "The line stays quiet for 10 seconds",
        "After 5 seconds",
        "When the agent has already confirmed the day",
        "The agent asks for the name twice",
        "The agent asks for the third time",
        "The agent is waiting for an answer",
        "The agent pauses.",
        "The agent goes silent—then hangs up",
        "The agent goes silent/quiet for long",
        "The agent stays silent-ish before hanging up",
        "The agent goes silent…then hangs up",
        "The agent goes quiet] before hanging up",
    ],
    "vague-trigger": [
        "Rückgabe",
        "Refund!",
        "The agent speaks",
        "the main agent says anything.",
        "Agent replies",
    ],
    "compound-trigger": [
        "The agent confirms the day and asks for a number",
        "The agent asks for a day or suggests one",
        "The agent refuses, and then transfers the call",
        "The agent finds the order and it reads it out",
    ],
    "quoted-trigger": [
        'The agent says "Which day would suit you best?"',
        "The agent says 'Which day would suit you best?'",
        "The agent says «Which day would suit you best»",
        "The agent asks me for a day",
        "I'm asked for a day",
        "The agent names our day",
    ],
}
PLAIN = [
    "The agent asks why the caller is silent",
    "The agent says that it was silent for a while",
    "The agent apologizes for the silence",
    "The agent has no answer to the question",
    "The agent does not answer the question",
    "The agent asks to wait for 10 minutes",
    "The agent says that the card was charged twice",
    "The agent offers a second time slot",
    "The agent asks for the last time slot of the day",
    "The agent says that the parcel has already arrived",
    "The agent pauses the subscription",
    "The agent puts the caller on hold for 5 minutes",
    "The agent asks for a day and a time",
    "The agent asks whether the caller comes or wants to cancel",
    "The agent greets the caller and asks how it can help",
    "The agent lists dates and names",
    "The agent asks for the \"reference\"",
    "The agent doesn't find the caller's name",
    "The agent speaks instead of pressing a key",
    "The agent answers the question",
    "Agent asks for name",
    "The agent confirms your identity and provides appointment details",
    "The agent offers Plan I",
    "Part I is read out",
    "The agent asks about World War I",
    "The call is answered",
    "The agent asks for the ID",
]  # fmt: skip


@every(("name", "sentence"), [(name, each) for name in SENTENCES for each in SENTENCES[name]])
def test_a_vague_sentence_is_reported(name: str, sentence: str) -> None:
    assert advice(script(sentence)) == [name]


@every("sentence", PLAIN)
def test_a_plain_sentence_is_not_reported(sentence: str) -> None:
    assert advice(script(sentence)) == []


@pytest.mark.parametrize("name", ["silence-trigger", "compound-trigger"])
def test_english_words_count_in_english_only(name: str) -> None:
    for sentence in SENTENCES[name]:
        assert name not in advice(script(sentence, language="de"))


@pytest.mark.parametrize("sentence", ["客服问您要哪一天", "เจ้าหน้าที่ถามวัน"])
def test_a_sentence_in_a_language_without_spaces_is_not_a_single_word(sentence: str) -> None:
    assert advice(script(sentence, language="zh")) == []


@every(
    ("trigger", "names"),
    [
        ('contains "a"', ["broad-keyword"]),
        ('contains " The " OR contains "delivery"', ["broad-keyword"]),
        ('contains "you" AND contains "to"', ["broad-keyword"]),
        ('contains "delivery" AND contains ""', ["broad-keyword"]),
        ('contains "я"', ["broad-keyword"]),
        ('contains "you" AND contains "delivery"', []),
        ('contains "1"', []),
        ('contains "是"', []),
        ('contains "zip"', []),
    ],
)
def test_a_keyword_in_nearly_every_message_is_reported(trigger: str, names: list[str]) -> None:
    assert advice(script(trigger)) == names


@every(
    ("trigger", "word"),
    [
        ('contains "PIN"', "shipping"),
        ('contains "branch" OR contains "art"', "department"),
        ('contains "ok"', "look"),
        ('contains "PIN" AND contains "code"', None),
        ('contains "your PIN"', None),
        ('contains "ship"', None),
        ('contains "pay"', None),
        ('contains "name"', None),
        ('contains "process"', None),
        ('contains "mail" OR contains "late"', None),
        ('contains "info" OR contains "site" OR contains "view"', None),
    ],
)
def test_a_short_keyword_inside_everyday_words_is_reported(trigger: str, word: str | None) -> None:
    found = check(script(trigger))

    assert [each.name for each in found] == (["short-keyword"] if word else [])
    assert all(f"such as `{word}`" in each.message for each in found)
    assert check(script(trigger, language="de")) == ()


def test_an_overlap_through_a_broad_keyword_is_not_reported_again() -> None:
    assert advice(script('contains "a"', 'contains "address"', 'contains "zip"')) == ["broad-keyword"]


def test_a_follow_up_of_a_shadowed_block_is_reachable() -> None:
    text = script('contains "day"', 'contains "days"') + "THEN\n  say: Then.\n"

    assert advice(text) == ["shadowed-trigger"]


def test_a_trigger_may_be_suppressed() -> None:
    text = script('contains "day"', 'contains "days"').replace(
        'WHEN contains "days"', '# scn: allow shadowed-trigger both are meant\nWHEN contains "days"'
    )

    assert check(text) == ()


@pytest.mark.parametrize(("blocks", "names"), [(13, []), (14, ["too-many-conditions"])])
def test_more_than_fifteen_blocks_are_too_many(blocks: int, names: list[str]) -> None:
    assert advice(script(*(f"The agent asks for thing {number}" for number in range(blocks)))) == names


WORDS = [
    each.rstrip(".,!?")
    for sentences in (*SENTENCES.values(), PLAIN)
    for each in sentences
    for each in each.split()
]
KEYWORDS = [
    "day",
    "days",
    "Day",
    "date of birth",
    "birth",
    "a",
    "the",
    "",
    " ",
    "you",
    "1",
    "ä",
    "是",
    "x\\\\y",
    "pull ",
]
sentences = st.one_of(
    st.sampled_from([*PLAIN, *SENTENCES["silence-trigger"], *SENTENCES["compound-trigger"]]),
    st.lists(st.sampled_from(sorted(set(WORDS))), min_size=2, max_size=8).map(
        lambda words: " ".join(["Agent", *words])
    ),
)
expressions = st.lists(
    st.lists(st.sampled_from(KEYWORDS), min_size=1, max_size=2).map(
        lambda words: " AND ".join(f'contains "{word}"' for word in words)
    ),
    min_size=1,
    max_size=3,
).map(" OR ".join)


def context(text: str) -> RuleContext:
    read = parse(Source(text)).script
    made = compile_script(read, TARGET, None, Config(), traits_of(text))
    return context_of(read, made.document.scenarios[0], TARGET, traits_of(text))


@law(150)
@given(
    st.lists(st.one_of(sentences, expressions), min_size=1, max_size=5),
    st.sampled_from(["en", "de"]),
    st.sampled_from([0, 100]),
)
def test_the_prefilter_misses_nothing(triggers: list[str], language: str, most_keywords: int) -> None:
    with patch.object(prefilter, "_MOST_KEYWORDS", most_keywords):
        seen = context(script(*triggers, language=language))
    view = seen.trigger_view
    pairs = find_similar_pairs(view.expressions, view.sentences, english=view.english)

    closely = replace(seen, trigger_view=replace(view, similar_pairs=pairs))
    found = [each.message for rule in TRIGGER_RULES for each in rule(closely)]

    assert seen.needs_closer_look or found == []


def test_the_signs_that_rules_look_for_are_collected() -> None:
    assert foreign_placeholder._SIGNS | foreign_trigger._OF_PATTERNS | {*"[]<&|"} <= SIGNS


@pytest.mark.slow
@every(
    "form",
    [
        "The agent asks for thing {}",
        "The agent says nothing of thing {} and asks for another",
        'contains "day {}"',
        'contains "when" OR contains "day {}"',
        'contains "day" AND contains "thing {}"',
        'contains "day"',
        "The agent asks for a day",
    ],
)
def test_twice_as_many_triggers_cost_about_twice_as_much(form: str) -> None:
    few, many = (
        calls(script(*(form.format(1000 + number) for number in range(count)))) for count in (300, 600)
    )

    assert many <= 2.2 * few


def calls(text: str) -> int:
    """The number of calls of a check with empty caches."""
    read_item.cache_clear()
    return counted(lambda: check(text))["calls"]
