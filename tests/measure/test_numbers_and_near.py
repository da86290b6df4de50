"""Numbers in other forms, and words that almost are a keyword."""

from rapidfuzz.distance import Levenshtein

from scn_compiler.measure import measure
from scn_compiler.measure.matching import partial, plan_of
from scn_compiler.measure.near import near_misses
from scn_compiler.measure.numbers import with_digits
from scn_compiler.measure.totals import MeasuredCondition, total
from scn_dsl.nodes import And, Or
from support.calls import HEAD
from support.cases import every
from support.measuring import Row, batch_of, batches_of, condition, keyword


@every(
    ("language", "text"),
    [
        ("en", "4471"),
        ("en", "4,471"),
        ("en", "44 71"),
        ("en", "4-4-7-1"),
        ("en", "Four four, seven one"),
        ("en", "forty-four seventy-one"),
        ("en", "double four seven one"),
        ("en", "four thousand four hundred seventy-one"),
        ("es", "cuatro cuatro siete uno"),
        ("de", "vier vier sieben eins"),
        ("fr", "quatre quatre sept un"),
        ("it", "quattro quattro sette uno"),
        ("nl", "vier vier zeven een"),
        ("pt", "quatro quatro sete um"),
        ("da", "fire fire syv en"),
        ("hi", "४४ ७१"),
        (None, "4 4 7 1"),
    ],
)
def test_forms_of_one_number_are_the_same(language: str | None, text: str) -> None:
    assert with_digits(text, language) == "4471"


def test_words_are_numbers_in_their_own_language_only() -> None:
    assert with_digits("vier", "en") == "vier"
    assert with_digits("four", None) == "four"
    assert with_digits("seven oh two", "en") == "702"


def _numbers(trigger: str, *rows: Row) -> MeasuredCondition:
    script = f"{HEAD}WHEN {trigger}\n  say: Yes.\n"
    [found] = measure({"a.scn": script}, [batch_of(rows)], numbers=True).conditions
    return found


def test_a_number_in_another_form_counts_where_it_makes_a_difference() -> None:
    found = _numbers(
        'contains "4471" AND contains "card"',
        ("a", 1, "card 4471", None),
        ("a", 2, "card four four seven one", None),
        ("a", 3, "four four seven one", None),
        ("b", 1, "card 4471", "card 44 71"),
    )

    assert (found.holds, found.lost, found.numbers) == (2, 1, 2)


def test_a_number_inside_a_longer_one_is_another_number() -> None:
    assert _numbers('contains "seven"', ("a", 1, "44 71", None), ("a", 2, "seventy one", None)).numbers == 0
    assert _numbers('contains "seven"', ("a", 1, "7", None), ("a", 2, "room 7, please", None)).numbers == 2
    assert _numbers('contains "room seven"', ("a", 1, "room 7", None), ("b", 1, "room 71", None)).numbers == 1


def _near(trigger: And | Or, *texts: str) -> list[tuple[str, str, int, int]]:
    rows = [("a", turn, text, None) for turn, text in enumerate(texts)]
    plan = plan_of([condition(trigger)], sample=10)
    [found] = total(plan, [partial(plan, batch) for batch in batches_of(rows, [1])]).conditions
    return [(each.keyword, each.words, each.distance, each.utterances) for each in found.near]


def test_words_near_a_keyword_are_found_where_the_condition_would_hold_with_it() -> None:
    both = And(operands=(keyword("Card"), keyword("number")))
    either = Or(operands=(keyword("Card"), keyword("number")))

    assert _near(both, "Your car, number?", "a car", "the cart number", "car number", "a card") == [
        ("card", "car", 1, 2),
        ("card", "cart", 1, 1),
    ]
    assert _near(either, "the cart number", "a cart") == [("card", "cart", 1, 1)]


def test_a_longer_word_is_near_if_only_whole_words_count() -> None:
    def near(words: str) -> list[str]:
        plan = plan_of([condition(keyword("card"), words=words)], sample=10)
        [found] = total(plan, [partial(plan, batch_of([("a", 1, "cards here", None)]))]).conditions
        return [each.words for each in found.near]

    assert (near("inside"), near("whole")) == ([], ["cards"])


def test_words_that_were_split_or_joined_are_near() -> None:
    assert _near(keyword("order number"), "your or der number", "the ordernumber") == [
        ("order number", "or der number", 1, 1),
        ("order number", "ordernumber", 1, 1),
    ]
    assert _near(keyword("order number"), "order, number") == [("order number", "order number", 0, 1)]


@every(
    ("word", "text", "words", "distance"),
    [
        ("date-of-birth", "Your date of birth?", "date of birth", 2),
        ("date of birth", "Your date-of-birth?", "date-of-birth", 2),
        ("check in", "the check-in desk", "check-in", 1),
        ("email", "an e-mail, please", "e-mail", 1),
        ("what's up", "so whats up", "whats up", 1),
        ("what's up", "so what’s up", "what’s up", 1),
        ("guest's name", "your guests' name?", "guests name", 1),
        ("注文番号", "ご注文番後をどうぞ。", "注文番後", 1),
        ("予約番号を確認", "では、予約番を確認します", "予約番を確認", 1),
        ("หมายเลขบัญชี", "ขอหมายเลกบัญชีค่ะ", "หมายเลกบัญชี", 1),
        ("订单号码", "您的订单，号码是？", "订单 号码", 1),
        ("café", "the cafe\u0301.", "cafe\u0301", 0),
        ("cafe\u0301", "the café", "café", 0),
    ],
)
def test_near_misses_across_hyphens_apostrophes_and_without_spaces(
    word: str, text: str, words: str, distance: int
) -> None:
    assert _near(keyword(word), text) == [(word, words, distance, 1)]


def test_a_near_miss_in_which_no_character_differs_says_what_does() -> None:
    def difference(word: str, text: str) -> str:
        plan = plan_of([condition(keyword(word))], sample=10)
        [found] = total(plan, [partial(plan, batch_of([("a", 1, text, None)]))]).conditions
        return found.near[0].difference

    assert difference("café", "cafe\u0301") == "composed differently"
    assert difference("order number", "order: number") == "punctuation between them"
    assert difference("card", "cart") == ""


def test_what_was_recognized_is_searched_rather_than_what_was_said() -> None:
    plan = plan_of([condition(keyword("card"))], sample=10)
    [found] = total(plan, [partial(plan, batch_of([("a", 1, "your card", "your car")]))]).conditions

    assert [(each.words, each.call, each.turn) for each in found.near] == [("car", "a", 1)]


@every(
    "text",
    ["提取时间", "请问提取的时间", "提取码是", "我的提货码", "取货码", "提取货吗", "您好", "提取貨码 no"],
)
def test_words_near_a_keyword_without_spaces_are_those_with_few_other_characters(text: str) -> None:
    word = "提取货码"
    windows = {text[start:end] for start in range(len(text)) for end in range(start + 3, len(text) + 1)}
    near = {each for each in windows if Levenshtein.distance(each, word) <= 1}

    found = _near(keyword(word), text)
    assert bool(found) == bool(near)
    assert {words for _, words, *_ in found} <= near


def test_a_short_keyword_has_no_near_misses() -> None:
    assert _near(keyword("no"), "on", "so", "n") == []
    assert near_misses([condition("The agent greets")], [(1, "a", 1, "The agent greet")]) == {}
