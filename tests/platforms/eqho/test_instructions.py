"""Eqho: instructions from blocks and tags."""

import pytest

from scn_compiler import check
from scn_dsl.diagnostic import Severity
from support.cases import every
from support.eqho import HEAD, TOLD, body, said


def steps(blocks: str, head: str = HEAD) -> list[str]:
    """The caller's instructions for blocks, one step each."""
    told: str = body(f"{head}\n{blocks}")["lead_scenario"]["instructions"]["task_instructions"]
    return told.rsplit("\n\n", maxsplit=1)[-1].split("\n")


# --- instructions


def test_blocks_are_told_as_steps() -> None:
    assert steps(
        "FIRST_MESSAGE\n  say: Hello.\n\n"
        "@ask WHEN The agent asks why.\n  do: Explain it\n"
        "THEN\n  say: Bye\n  end call\n\n"
        'WHEN contains "a" OR contains "b" OR contains "c"\n  say: Say "no"\n\n'
        "AFTER @ask\n  say: Really?\n"
    ) == [
        '1. You speak first: say exactly "Hello."',
        "2. Each time the agent asks why: do this in your own words: Explain it.",
        '3. On your next turn after step 2, whatever the agent says: say exactly "Bye", then end the call.',
        '4. Each time the agent\'s message contains "a", "b" or "c": say exactly “Say "no"”',
        '5. On your next turn after step 2, whatever the agent says: say exactly "Really?"',
    ]


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ('contains "a" AND contains "b"', 'contains "a" and "b"'),
        (
            'contains "a" AND (contains "b" OR contains "c")',
            'contains "a" and ("b" or "c")',
        ),
        (
            '(contains "a" AND contains "b" AND contains "c") OR contains "d"',
            'contains ("a", "b" and "c") or "d"',
        ),
    ],
)
def test_conditions_inside_of_others_keep_their_parentheses(trigger: str, words: str) -> None:
    (step,) = steps(f"WHEN {trigger}\n  say: x\n")
    assert step == f'1. Each time the agent\'s message {words}: say exactly "x"'


@every(
    ("sentence", "told"),
    [
        ("Agent asks why.", "the agent asks why"),
        ("The main agent asks why", "the main agent asks why"),
        ("Main agent's menu ends…", "the main agent's menu ends"),
        ("The Agent asks why", "the agent asks why"),
    ],
)
def test_a_sentence_about_the_agent_needs_no_quotation_marks(sentence: str, told: str) -> None:
    assert steps(f"WHEN {sentence}\n  say: x\n") == [f'1. Each time {told}: say exactly "x"']


@every("end", [".", "!", "?", "…", "।", "。", "？", "؟", ".)", '."'])
def test_words_that_end_a_sentence_get_no_other_end(end: str) -> None:
    assert steps(f"WHEN The agent waits\n  do: Go on{end}\n") == [
        f"1. Each time the agent waits: do this in your own words: Go on{end}"
    ]


def test_the_instructions_say_that_step_numbers_are_not_an_order() -> None:
    blocks = "WHEN The agent asks who calls\n  say: x\n\nWHEN The agent asks why\n  say: y\n"
    told = body(f"{HEAD}\n{blocks}")["lead_scenario"]["instructions"]["task_instructions"]

    assert "The numbers are only names" in told.splitlines()[0]
    assert "If no step fits" in told.splitlines()[0]


def test_the_agent_may_speak_first_and_other_languages_are_quoted() -> None:
    assert steps("FIRST_MESSAGE\n  wait\n\nWHEN Der Agent fragt\n  say: Ja\n") == [
        "1. Let the agent speak first, and then answer.",
        '2. Each time this fits what the agent says, "Der Agent fragt": say exactly "Ja"',
    ]


@every(
    ("words", "told"),
    [
        ('One <silence time="1s" />, two [laughter]!', 'say exactly "One, two!"'),
        ("Bye <endcall />", 'say exactly "Bye", then end the call.'),
        ('Code: <dtmf digits="12#" /> done', 'say exactly "Code:", then press the keys 12#, then say exactly "done"'),
        ('<send_sms text="Hi" />', 'send the text message "Hi"'),
        ('<ivr text="Press <silence time=\'1s\' /> 1" />',
         'say exactly, like a recorded phone menu that nobody can interrupt: "Press 1"'),
        ('<speed ratio="0.9" text="slow words" /> now', 'say exactly "slow words now"'),
        ("<spell>AB</spell> <x>", 'say exactly "AB <x>"'),
        ('<hold time="5s" />', "say nothing."),
    ],
)  # fmt: skip
def test_tags_become_instructions_or_are_left_out_with_a_warning(words: str, told: str) -> None:
    blocks = f"WHEN The agent waits\n  say: {words}\n"
    found = check(f"{HEAD}\n{blocks}")

    assert steps(blocks) == [f"1. Each time the agent waits: {told}"]
    assert {each.severity for each in found} <= {Severity.WARNING}
    assert found or "endcall" in words


def test_instructions_use_the_tools_of_the_caller() -> None:
    tools = "".join(
        f"caller_tool: {slug}\n  kind: {kind}\n"
        for slug, kind in (
            ("keys", "send_dtmf"),
            ("sms", "text"),
            ("bye", "terminate_call"),
            ("find", "webhook"),
        )
    )
    blocks = (
        'WHEN The agent waits\n  say: <dtmf digits="1" /> <send_sms text="Hi" /> <function name="find" />\n\n'
        "WHEN The agent says goodbye\n  end call\n"
    )

    assert check(f"{HEAD}{tools}\n{blocks}") == ()
    first = (
        "1. Each time the agent waits: press the keys 1 with your tool `keys`, "
        'then send the text message "Hi" with your tool `sms`, then use your tool `find`.'
    )
    assert steps(blocks, HEAD + tools) == [
        first,
        "2. Each time the agent says goodbye: end the call with your tool `bye`.",
    ]


@every(
    "words",
    [
        '<audio id="1" />',
        '<client_message t="a" />',
        '<function name="f" />',
        "{{function.f.x}}",
        "{{test_profile.x}}",
    ],
)
def test_what_would_make_another_call_is_an_error(words: str) -> None:
    assert ("unsupported-by-target", Severity.ERROR) in said(
        f"{HEAD}\nWHEN The agent waits\n  say: A {words}\n"
    )


def test_variables_of_the_caller_are_known_and_filled_in() -> None:
    text = (
        f"{HEAD}knows: Much\ncaller order_id = 12\ngiven city = Rome\nexpect: {{{{test_profile.city}}}} is named\n"
        "\nWHEN The agent asks\n"
        '  say: {{test_profile.order_id}}, {{test_profile["city"]}}, {{city}}, {{transcript}}\n'
    )
    made = body(text)

    assert check(text) == ()
    assert made["lead_scenario"]["instructions"]["known_info"] == "Much\nYour order id is 12."
    assert made["evaluation_criteria"]["nl_assertions"] == ["Rome is named"]
    assert made["lead_scenario"]["instructions"]["task_instructions"].endswith(
        'say exactly "12, Rome, {{city}}, {{transcript}}"'
    )


def test_what_only_the_caller_knows_is_filled_in_in_calls_and_earlier_messages() -> None:
    text = (
        f"{TOLD}caller plan = Gold\nhistory: caller: I have {{{{test_profile.plan}}}}\n"
        'expect_call: find(plan="{{test_profile.plan}}", tags=["{{other}}", 1])\n'
    )
    made = body(text)
    assert check(text) == ()
    assert made["environment_setup"]["message_history"][0]["content"] == "I have Gold"
    assert made["evaluation_criteria"]["actions"][0]["arguments"] == {
        "plan": "Gold",
        "tags": ["{{other}}", 1],
    }

    unknown = text.replace("caller plan = Gold\n", "")
    assert [found.message for found in check(unknown)] == [
        "Eqho has no test profiles, and the script doesn't set `plan`"
    ] * 2


def test_triggers_are_filled_in_as_texts_are() -> None:
    text = (
        f"{HEAD}caller plan.name = Gold\n\n"
        "WHEN The agent asks for {{test_profile.plan.name}}\n  say: x\n\n"
        'WHEN contains "a" OR contains "{{test_profile.plan.name}}"\n  say: y\n'
    )
    told = body(text)["lead_scenario"]["instructions"]
    assert told["known_info"] == "Your plan name is Gold."
    assert "the agent asks for Gold:" in told["task_instructions"]
    assert 'contains "a" or "Gold":' in told["task_instructions"]

    unknown = text.replace("test_profile.plan.name", "test_profile.pin")
    found = [each for each in check(unknown) if each.severity is Severity.ERROR]
    assert [unknown[each.span.start : each.span.end] for each in found] == [
        "{{test_profile.pin}}",
        'contains "{{test_profile.pin}}"',
    ]


def test_blocks_follow_the_instructions_that_introduce_them() -> None:
    made = body(f"{TOLD}\nWHEN The agent asks\n  say: Yes\n")["lead_scenario"]["instructions"]
    assert made["task_instructions"].startswith("Ask for help\n\nFollow these steps")
