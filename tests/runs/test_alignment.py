"""Recorded calls against scripts: which blocks ran, which may have, and what no block explains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.rehearsal.policy import QUESTIONS, Policy
from scn_compiler.rehearsal.recording import Utterance, read_recording
from scn_compiler.sync.runs.alignment import Alignment, align_call, all_together
from support.calls import MOVE, rehearsed
from support.laws import law

FIRST, TUESDAY, THURSDAY, FIVE, BYE = range(5)


def recorded(*lines: str) -> tuple[Utterance, ...]:
    return read_recording("\n".join(lines))


def blocks(script: str, *lines: str) -> Alignment:
    return align_call(rehearsed(script), recorded(*lines))


def test_the_blocks_of_a_call_that_went_like_the_script_are_known() -> None:
    found = blocks(
        MOVE,
        "caller: Hi, I want to move my appointment.",
        "agent: Sure, when would you like to come?",
        "caller: Tuesday at three would be lovely.",
        "agent: Fine.",
        "caller: Oh no, wait. Thursday?",
        "agent: That is confirmed",
        "caller: Great, bye!",
    )

    assert found.ran == {FIRST, TUESDAY, THURSDAY, BYE}
    assert (found.perhaps, found.unexplained) == (frozenset(), ())
    assert found.never(rehearsed(MOVE)) == (FIVE,)


def test_an_agent_that_greets_first_hears_the_first_message_as_the_answer() -> None:
    found = blocks(MOVE, "agent: Hello, how can I help?", "caller: Hi, I want to move my appointment.")

    assert (found.ran, found.unexplained) == ({FIRST}, ())


def test_a_call_goes_on_after_a_place_that_the_script_does_not_explain() -> None:
    found = blocks(
        MOVE,
        "caller: Hi, I want to move my appointment.",
        "agent: Who is calling?",
        "caller: Something that no block says.",
        "agent: Is five okay?",
        "caller: At five, if that works.",
        "agent: It is confirmed",
        "caller: Great, bye!",
    )

    assert found.ran == {FIRST, FIVE, BYE}
    assert [each.text for each in found.unexplained] == ["Something that no block says."]


def test_a_block_that_the_engine_did_not_expect_is_known_by_its_words_and_so_are_its_follow_ups() -> None:
    script = (
        'FIRST_MESSAGE\n  wait\nWHEN contains "date"\n  say: On Friday, please.\nTHEN\n  say: Or Monday.\n'
    )
    found = blocks(
        script, "agent: Which day?", "caller: On Friday, please.", "agent: Well.", "caller: Or Monday."
    )

    assert found.ran == {0, 1, 2}
    assert found.unexplained == ()


def test_blocks_with_equal_words_may_both_have_run() -> None:
    script = "FIRST_MESSAGE\n  wait\nWHEN the agent asks for a day\n  say: Yes.\nWHEN the agent asks for a name\n  say: Yes.\n"
    found = blocks(script, "agent: Hm?", "caller: Yes.")

    assert (found.ran, found.perhaps) == ({0}, {1, 2})
    assert found.never(rehearsed(script)) == ()


def test_a_keyword_decides_between_equal_words() -> None:
    script = 'FIRST_MESSAGE\n  wait\nWHEN contains "day"\n  say: Yes.\nWHEN the agent asks for a name\n  say: Yes.\n'
    found = blocks(script, "agent: Which day?", "caller: Yes.")

    assert (found.ran, found.perhaps) == ({0, 1}, frozenset())


def test_improvised_words_show_a_follow_up_but_only_hint_at_a_sentence() -> None:
    script = (
        "FIRST_MESSAGE\n  wait\nWHEN the agent asks for a day\n  do: Name a day\n"
        'WHEN contains "name"\n  say: Dana.\nTHEN\n  do: Spell it\nWHEN the agent says goodbye\n  say: Bye.\n'
    )
    found = blocks(
        script,
        "agent: Your name?",
        "caller: Dana.",
        "agent: How?",
        "caller: D, A.",
        "agent: When?",
        "caller: Monday.",
    )

    assert found.ran == {0, 2, 3}
    assert found.perhaps == {1}
    assert found.never(rehearsed(script)) == (4,)


def test_an_improvised_answer_that_never_came_did_not_run() -> None:
    script = 'FIRST_MESSAGE\n  wait\nWHEN contains "name"\n  do: Say a name\n'

    assert blocks(script, "agent: Hello?", "caller: Hm.", "agent: Your name?").ran == {0}


def test_a_block_without_words_can_not_be_seen_unless_the_engine_runs_it() -> None:
    script = 'FIRST_MESSAGE\n  wait\nWHEN the agent hesitates\n  wait\nWHEN contains "hold"\n  wait\n'
    found = blocks(script, "agent: Please hold", "caller: Hello?")
    quiet = blocks(script, "agent: Please hold", "agent: Hello?")

    assert (found.ran, found.silent) == ({0}, {1, 2})
    assert (quiet.ran, quiet.silent) == ({0, 2}, {1})
    assert found.never(rehearsed(script)) == ()


def test_words_in_place_of_a_template_variable_agree() -> None:
    script = (
        "given order = 1\nFIRST_MESSAGE\n  say: My order {{test_profile.order}} is late.\n"
        "WHEN the agent asks for a name\n  say: {{test_profile.name}}, as always.\n"
    )
    found = blocks(
        script, "caller: My order 44-71 is late.", "agent: Who is it?", "caller: Dana Reed, as always!"
    )

    assert found.ran == {0, 1}


def test_the_other_answer_to_an_open_question_explains_a_call_too() -> None:
    script = 'FIRST_MESSAGE\n  wait\nWHEN contains "day"\n  say: Friday.\nWHEN contains "today"\n  say: No.\n'

    assert blocks(script, "agent: today?", "caller: Friday.").ran == {0, 1}
    assert blocks(script, "agent: today?", "caller: Friday. No.").ran == {0, 1, 2}


def test_calls_of_one_script_add_up() -> None:
    script = "FIRST_MESSAGE\n  wait\nWHEN the agent asks for a day\n  say: Yes.\nWHEN the agent asks for a name\n  say: Yes.\n"
    unsure = blocks(script, "agent: Hm?", "caller: Yes.")
    sure = Alignment(ran=frozenset({0, 1}))

    both = all_together([unsure, sure])
    assert (both.ran, both.perhaps) == ({0, 1}, {2})
    assert all_together([]) == Alignment()


WORDS = ("Which day?", "Your name?", "bye", "Hm.")
SAID = ("Friday.", "Dana.", "Friday. Dana.", "Bye!", "Something else", "")
SCRIPT = (
    'FIRST_MESSAGE\n  say: Hi\nWHEN contains "day"\n  say: Friday.\nTHEN\n  say: At five.\n'
    "WHEN the agent asks for a name\n  say: Dana.\nWHEN the agent complains\n  do: Complain\n"
    'WHEN contains "bye"\n  say: Bye!\n  end call\n'
)


@law(500)
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SAID)), max_size=6),
    st.sampled_from([Policy(), *(Policy(**{each.option: each.answers[1]}) for each in QUESTIONS)]),
)
def test_any_call_is_aligned_and_no_block_is_counted_twice(
    call: list[tuple[str, str]], policy: Policy
) -> None:
    lines = [
        Utterance(caller, text, 1)
        for turn in call
        for caller, text in zip((False, True), turn, strict=True)
        if text
    ]
    rehearsal = rehearsed(SCRIPT)
    found = align_call(rehearsal, lines, policy)

    groups = [found.ran, found.perhaps, found.silent, frozenset(found.never(rehearsal))]
    assert sum(map(len, groups)) == len(frozenset().union(*groups)) == len(rehearsal.rows)
    assert {each.text for each in found.unexplained} <= {"Something else", *SAID}


@pytest.mark.parametrize("lines", [(), (Utterance(True, "Hi", 1),), (Utterance(False, "Hello?", 1),)])
def test_a_call_of_one_side_is_aligned(lines: tuple[Utterance, ...]) -> None:
    assert align_call(rehearsed(SCRIPT), lines).ran <= {0}
