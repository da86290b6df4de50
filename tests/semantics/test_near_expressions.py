"""Sentences of payloads that look like an expression: their mistake, and the expression that was meant."""

import json

from scn_compiler import check, decompile, fix_text
from scn_compiler.semantics.near_expressions import near_expression
from support.cases import every

HEAD = """\
scenario: Get a refund
role: A customer who returned a lamp
language: en
FIRST_MESSAGE
  say: I returned a lamp last week.
WHEN The agent says goodbye
  end call
"""


@every(
    ("sentence", "mistake", "meant", "certain"),
    [
        ('contains "refund', '"refund', 'contains "refund"', False),
        ('contains refund"', 'refund"', 'contains "refund"', False),
        ('contains "pay" OR contains "card', '"card', 'contains "pay" OR contains "card"', False),
        ('(contains "pay" OR contains "card"', "(", '(contains "pay" OR contains "card")', False),
        ('contains "pay")', ")", 'contains "pay"', False),
        ('contains "pay" AND', "AND", 'contains "pay"', False),
        ('OR contains "pay"', "OR", 'contains "pay"', False),
        ('contains "pay" XOR contains "card"', "XOR", 'contains "pay" OR contains "card"', False),
        ('contains "pay" or contains "card"', "or", 'contains "pay" OR contains "card"', True),
        ('contians "pay"', "contians", 'contains "pay"', True),
        ('CONTAINS "pay"', "CONTAINS", 'contains "pay"', True),
        ("contains 'pay'", "'", 'contains "pay"', True),
        ('contains "pay" OR contains card', "card", 'contains "pay" OR contains "card"', True),
        ('contains pay" OR contains "card"', 'pay"', 'contains "pay" OR contains "card"', False),
        ('contains("pay")', '("pay")', 'contains "pay"', True),
        ('contains  "pay"', 'contains  "pay"', 'contains "pay"', True),
    ],
)
def test_a_broken_expression_is_found_with_the_one_that_was_meant(
    sentence: str, mistake: str, meant: str, certain: bool
) -> None:
    near = near_expression(sentence)

    assert near is not None
    assert sentence[near.start : near.end] == mistake
    assert (near.meant, near.certain) == (meant, certain)


@every(
    "sentence",
    [
        'contains "refund"',
        'contains "pay" OR contains "say \\"card\\""',
        "contains a question about refunds",
        'contains a question about "refunds"',
        'contains the word "refund"',
        "contains questions or complaints",
        'contains "pay" OR the agent asks for the card',
        'contains "pay" and the agent asks for the card',
        'contains "pay" or "card" in any order',
        'The agent\'s message contains "refund"',
        'The agent says that the box contains "pay" or "card"',
        'includes the word "refund", or something like it',
        "Container number is asked for",
        'The agent says "refund',
        'contains "hello" or similar',
        'contains "pay" and more',
        'contains "dissimilar" or similar',
        'contains: "hello" or similar',
        'contains 5" pipe',
        'contains 5"pipe',
        "contains 5” pipe",
        'contains refund" please',
    ],
)
def test_expressions_and_sentences_about_the_agent_are_not_broken(sentence: str) -> None:
    assert near_expression(sentence) is None


@every(
    "sentence",
    ['contains "zip" AND contains', 'contains "hello" OR similar', 'contains "a" AND more OR contains "b"'],
)
def test_a_condition_without_its_text_or_without_contains_has_no_fix(sentence: str) -> None:
    near = near_expression(sentence)

    assert near is not None
    assert near.meant is None
    assert '`WHEN contains "…" OR contains "…"`' in near.hint


def test_the_fix_turns_the_sentence_into_an_expression_and_keeps_the_label() -> None:
    script = f'{HEAD}@pay WHEN raw: "contians \\"pay\\""\n  say: By card.\nAFTER @pay\n  say: Or cash.\n'

    fixed = fix_text(script).text

    assert '@pay WHEN contains "pay"\n' in fixed
    assert check(fixed) == ()


def test_a_mistake_is_shown_at_its_place_in_the_json_string() -> None:
    for written, shown in [('contains \\"caf\u00e9', '\\"caf\u00e9'), ('contains \\"caf\\u00e9', None)]:
        script = f'{HEAD}WHEN raw: "{written}"\n  say: One coffee.\n'

        [found] = check(script)

        assert script[slice(*found.span)] == (shown or f'"{written}"')


def test_decompile_warns_about_a_broken_condition_in_both_forms_of_a_payload() -> None:
    row = {
        "id": 1,
        "condition": 'contains "pay',
        "action": "By card.",
        "type": "standard",
        "fixed_message": True,
    }
    first = {**row, "id": 0, "condition": "FIRST_MESSAGE"}
    step = {"when": 'contains "pay', "say": "By card."}
    for actions in ({"conditions": [first, row]}, {"first_message": "Hello", "conditions": [step]}):
        payload = {
            "name": "Pay",
            "scenario_language": "en",
            "scenario_type": "conditional_actions",
            "conditional_actions": {"role": "A customer", **actions},
        }
        text = json.dumps(payload)

        read = decompile(text)

        [warning] = read.diagnostics
        assert (warning.name, text[slice(*warning.span)]) == (
            "broken-expression",
            json.dumps('contains "pay'),
        )
        assert warning.hint == 'write `WHEN contains "pay"`'
        assert read.text is not None
        assert 'WHEN raw: "contains \\"pay"' in read.text
