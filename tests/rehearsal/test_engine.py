"""The engine plays a call as `how a call is played` says; each open question changes the call that it is about."""

from scn_compiler.rehearsal.engine import SILENCE, Heard
from scn_compiler.rehearsal.policy import DEFAULT, QUESTIONS, OpenQuestion, Policy
from scn_dsl.records import replace
from support.calls import hear, rehearsed, said, talk
from support.cases import every

OPEN: dict[str, tuple[str, list[str | Heard], list[list[str]], list[list[str]]]] = {
    "several": (
        'FIRST_MESSAGE\n  wait\nWHEN contains "day"\n  say: Friday.\nWHEN contains "time"\n  say: At five.\n',
        ["Which day, and which time?"],
        [["say: Friday.", "say: At five."]],
        [["say: Friday."]],
    ),
    "due": (
        'FIRST_MESSAGE\n  say: Hi.\nTHEN\n  say: Hello?\nWHEN contains "name"\n  say: Dana.\n',
        ["Your name?"],
        [["say: Hello?", "say: Dana."]],
        [["say: Hello?"]],
    ),
    "words": (
        'FIRST_MESSAGE\n  wait\nWHEN contains "day"\n  say: Friday.\n',
        ["Is it for today?"],
        [["say: Friday."]],
        [[]],
    ),
    "cut": (
        'FIRST_MESSAGE\n  say: Hi.\nTHEN\n  say: Hello?\nWHEN contains "name"\n  say: Dana.\n',
        ["Well.", Heard("Your name?", cuts=True)],
        [["say: Hello?"], ["say: Hello?", "say: Dana."]],
        [["say: Hello?"], ["say: Hello?"]],
    ),
    "ending": (
        'FIRST_MESSAGE\n  wait\nWHEN contains "bye"\n  say: Bye.\n  end call\nWHEN contains "rate"\n  say: Five stars.\n',
        ["Bye! How do you rate us?"],
        [["say: Bye.", "end call"]],
        [["say: Bye.", "say: Five stars.", "end call"]],
    ),
}


@every("question", QUESTIONS, ids=lambda question: question.option)
def test_each_answer_to_an_open_question_plays_another_call(question: OpenQuestion) -> None:
    script, messages, usual, other = OPEN[question.option]
    call = rehearsed(script)

    assert talk(call, *messages) == usual
    assert talk(call, *messages, policy=replace(DEFAULT, **{question.option: question.answers[1]})) == other


@every("question", QUESTIONS, ids=lambda question: question.option)
def test_a_reply_names_the_questions_that_it_depends_on(question: OpenQuestion) -> None:
    script, messages, _, _ = OPEN[question.option]
    call = rehearsed(script)
    state, _ = call.start()
    for each in messages[:-1]:
        state, _ = hear(call, state, each)
    last = messages[-1] if isinstance(messages[-1], Heard) else Heard(messages[-1])

    assert question in call.open_questions(state, last)


def test_a_block_runs_again_whenever_a_message_matches() -> None:
    call = rehearsed('FIRST_MESSAGE\n  wait\nWHEN contains "name"\n  say: Dana.\n')

    assert talk(call, "Name?", "Hm.", "Your NAME, please") == [["say: Dana."], [], ["say: Dana."]]


def test_of_blocks_with_one_wording_the_first_that_has_not_run_runs() -> None:
    call = rehearsed(
        "FIRST_MESSAGE\n  wait\nWHEN The agent asks for a day\n  say: Friday.\nWHEN the agent asks for a day.\n  say: Sunday.\n"
    )

    days = talk(call, *[Heard("Which day?", frozenset(call.whens))] * 3)
    assert days == [["say: Friday."], ["say: Sunday."], ["say: Friday."]]


def test_a_follow_up_waits_for_one_message_whatever_it_says() -> None:
    call = rehearsed(
        'FIRST_MESSAGE\n  wait\n@n WHEN contains "name"\n  say: Dana.\nTHEN\n  say: Reyes.\nAFTER @n\n  say: Like kings.\n'
    )

    assert talk(call, "Name?", SILENCE, "Hm.", "Hm.") == [
        ["say: Dana."],
        [],
        ["say: Reyes.", "say: Like kings."],
        [],
    ]


def test_a_chain_that_starts_again_runs_beside_the_first_one() -> None:
    call = rehearsed(
        'FIRST_MESSAGE\n  wait\nWHEN contains "name"\n  say: Dana.\nTHEN\n  say: Reyes.\nTHEN\n  say: That is all.\n'
    )

    assert talk(call, "Name?", "Name?", "Hm.") == [
        ["say: Dana."],
        ["say: Reyes.", "say: Dana."],
        ["say: That is all.", "say: Reyes."],
    ]


def test_the_follow_up_of_an_interrupted_block_is_no_longer_due() -> None:
    call = rehearsed('FIRST_MESSAGE\n  wait\nWHEN contains "name"\n  say: Dana.\nTHEN\n  say: Reyes.\n')

    assert talk(call, "Name?", Heard("Sorry?", cuts=True), "Hm.") == [["say: Dana."], [], []]


def test_nothing_hears_a_line_that_the_agent_speaks_over_a_phone_menu() -> None:
    call = rehearsed(
        'FIRST_MESSAGE\n  wait\nWHEN contains "menu"\n  say: <ivr text="press 1 for a name" />\n'
        'WHEN contains "name"\n  say: Dana.\n'
    )

    assert talk(call, "menu", Heard("name?", cuts=True)) == [['say: <ivr text="press 1 for a name" />'], []]


def test_a_call_that_has_ended_hears_nothing() -> None:
    call = rehearsed(
        'FIRST_MESSAGE\n  wait\nWHEN contains "bye"\n  end call\nWHEN contains "name"\n  say: Dana.\n'
    )

    assert talk(call, "Bye", "Name?") == [["end call"], []]


def test_a_hang_up_tag_ends_the_call_like_the_action() -> None:
    call = rehearsed('FIRST_MESSAGE\n  wait\nWHEN contains "bye"\n  say: Bye. <endcall />\n')
    state, _ = call.start()
    state, reply = hear(call, state, "bye")

    assert said(reply) == ["say: Bye.", "end call"]
    assert state.ended


def test_fragments_and_rows_are_played_as_what_they_expand_to() -> None:
    script = (
        "scenario: Come on $day\nrole: A caller\nlanguage: en\nexamples: day\nrow: Friday\nFIRST_MESSAGE\n  say: On $day?\n"
        'insert: name(who = "Dana") as id\nAFTER @id.asked\n  say: Did you get that?\n\n'
        'fragment: name(who)\n@asked WHEN contains "name"\n  say: It is $who.\n'
    )

    assert talk(rehearsed(script), "Name?", "Hm.") == [["say: It is Dana."], ["say: Did you get that?"]]


def test_a_policy_has_an_answer_to_each_question() -> None:
    assert [question.option for question in QUESTIONS] == list(Policy.__fields__)
    assert all(getattr(DEFAULT, question.option) == question.answers[0] for question in QUESTIONS)
