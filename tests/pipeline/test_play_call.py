"""A call is played message by message: the answers with their places and reasons, what comes next, what is open."""

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.config import Config
from scn_compiler.pipeline.play_call import HeardLine, PlayedCall, ScenarioCall, play_call
from scn_compiler.pipeline.play_tests import play_tests
from support.calls import HEAD, MOVE, calls, messages
from support.cases import every
from support.laws import law
from support.several_files import reading

WHEN = HeardLine("When would you like to come?", sentences=("@tuesday",))
FINE = HeardLine("Fine.")
BYE = HeardLine("It is confirmed.")


def call(*heard: HeardLine, script: str = MOVE) -> ScenarioCall:
    played = play_call(script, heard=heard).call
    assert played is not None
    return played


def two_scenarios(name: str | None) -> PlayedCall:
    return play_call(MOVE + MOVE.replace("Move an", "Cancel an"), scenario=name, heard=(BYE,))


def test_an_answer_says_which_line_runs_and_why_and_what_comes_next() -> None:
    start, first, second = call(WHEN, FINE).exchanges

    assert [(each.text, each.place.line, each.because) for each in start.lines] == [
        ("Hi, I want to move my appointment.", 5, "start")
    ]
    assert [(each.text, each.place.line, each.because) for each in first.lines] == [
        ("Tuesday at three would be lovely.", 7, "match")
    ]
    assert [(each.place.line, each.staged) for each in first.due] == [
        (9, "Oh no, wait. (pause 2s) Thursday?")
    ]
    assert second.lines[0].text == 'Oh no, wait. <silence time="2s" /> Thursday?'
    assert second.lines[0].reason == "as the follow-up"
    assert not second.due


def test_the_place_of_a_line_is_its_whole_block_in_the_script() -> None:
    (line,) = call(BYE).exchanges[-1].lines

    assert line.place.block
    assert (
        MOVE[slice(*line.place.block)].rstrip() == 'WHEN contains "confirmed"\n  say: Great, bye!\n  end call'
    )
    assert line.hangs_up


def test_the_place_of_an_imported_block_is_the_line_that_inserts_it() -> None:
    blocks = "fragment: opening\nFIRST_MESSAGE\n  say: Hello.\n"
    script = "import: parts.scn\nscenario: A\nrole: A\nlanguage: en\ninsert: opening\n"
    played = play_call(script, path="a.scn", config=Config(read=reading({"parts.scn": blocks})))

    assert played.call
    place = played.call.exchanges[0].lines[0].place
    assert (place.path, place.line) == ("parts.scn", 2)
    assert place.block
    assert script[slice(*place.block)].rstrip() == "insert: opening"


@law(100)
@given(calls(), messages)
def test_fewer_messages_are_the_same_call_up_to_there(blocks: str, words: list[str]) -> None:
    heard = [HeardLine(each, sentences=(each.strip("()"),)) for each in words]
    whole = call(*heard, script=HEAD + blocks)

    for count in range(len(heard)):
        assert call(*heard[:count], script=HEAD + blocks).exchanges == whole.exchanges[: count + 1]


def test_a_message_counts_as_sentences_by_label_or_by_words() -> None:
    (sentence,) = call().sentences

    assert (sentence.name, sentence.text, sentence.place.line) == ("@tuesday", "The agent asks for a day", 7)
    by_words = HeardLine(WHEN.text, sentences=("the agent asks for a day.",))
    assert call(by_words).exchanges[-1].lines == call(WHEN).exchanges[-1].lines
    assert not call(HeardLine(WHEN.text)).exchanges[-1].lines


def test_a_sentence_that_the_script_no_longer_has_is_reported_and_counts_as_nothing() -> None:
    last = call(WHEN, script=MOVE.replace("@tuesday", "@day")).exchanges[-1]

    assert (last.unknown, last.lines) == (("@tuesday",), ())


def test_without_an_answer_the_triggers_that_nearly_match_are_near_misses() -> None:
    near = call(HeardLine("Please confirm it.")).exchanges[-1].near

    assert [(each.place.line, each.lacks) for each in near] == [(13, "confirmed")]
    assert not call(BYE).exchanges[-1].near
    assert not call(HeardLine(" ")).exchanges[-1].near, "silence lacks nothing"


@every(
    ("trigger", "message", "lacks"),
    [
        ('contains "order number"', "What is the number of your order?", "order number"),
        ('contains "order number"', "Do you have your oder numbers?", "order number"),
        ('contains "order number"', "Your order is late.", None),
        ('contains "for a day"', "Which days suit you?", "for a day"),
        ('contains "for a day"', "I am here for a chat.", None),
        ('contains "refund"', "You get refnud by mail.", None),
        ('contains "reschedule"', "Let's rescedule it.", "reschedule"),
        ('contains "cancel the plan"', "I cancelled your plan.", "cancel the plan"),
        ('contains "hour"', "Is it your car?", None),
        ('contains "5"', "At six.", None),
        ('contains "card" AND contains "expired"', "Which card?", "expired"),
        ('contains "card" AND contains "expired" AND contains "new"', "Which card?", None),
        ('contains "late" OR contains "card" AND contains "new"', "A new one?", "card"),
    ],
)
def test_a_message_is_near_a_trigger_if_most_of_its_words_are_there(
    trigger: str, message: str, lacks: str | None
) -> None:
    last = call(HeardLine(message), script=f"{HEAD}WHEN {trigger}\n  say: I see.\n").exchanges[-1]

    assert not last.lines
    assert [each.lacks for each in last.near] == ([lacks] if lacks else [])


def test_an_answer_names_the_open_questions_that_it_depends_on() -> None:
    both = HeardLine("Five is confirmed.")

    assert [each.option for each in call(both).exchanges[-1].questions] == ["several"]
    configured = play_call(MOVE, heard=(both,), config=Config(policy=(("several", "first"),)))
    assert configured.call
    assert len(configured.call.exchanges[-1].lines) == 1


def test_nobody_hears_messages_after_the_caller_has_hung_up() -> None:
    ended = call(BYE, FINE)

    assert ended.ended
    assert [each.after_end for each in ended.exchanges] == [False, False, True]
    assert not ended.exchanges[-1].lines
    assert ended.test == call(BYE).test


def test_a_scenario_is_chosen_by_name_and_the_first_one_otherwise() -> None:
    assert [each.plays for each in two_scenarios(None).scenarios] == [
        "Move an appointment",
        "Cancel an appointment",
    ]
    assert two_scenarios(None).chosen == 0
    cancel = two_scenarios("cancel")
    assert cancel.chosen == 1
    assert cancel.call
    assert "plays: Cancel an appointment" in cancel.call.test_text
    assert cancel.call.exchanges[-1].lines[0].place.line == 28


def test_a_call_that_cannot_be_played_says_why() -> None:
    assert two_scenarios("Book").problem == "the script has no scenario `Book`"
    assert two_scenarios("appointment").problem == "`appointment` is part of the names of 2 scenarios"
    assert play_call("role: A caller\n").problem == "this script has no scenario with blocks to play"
    assert play_call("{}").call is None


def test_a_script_with_errors_is_played_as_far_as_it_can_be_parsed() -> None:
    played = play_call(MOVE.replace("  say: At five", "  sya At five"), heard=(BYE,))

    assert not played.compiled.ok
    assert played.call
    assert played.call.ended


@law(60)
@given(st.lists(st.text(max_size=30), max_size=3))
def test_a_call_with_any_words_is_written_as_a_test_that_passes(words: list[str]) -> None:
    written = call(*(HeardLine(each, cuts=len(each) % 2 == 1) for each in words), WHEN, FINE).test_text
    played = play_tests(written, path="move.test.scn", config=Config(read=reading({"move.scn": MOVE})))

    assert not [each for each in played.diagnostics if each.name != "unnormalized-text"]
    (test,) = played.played
    assert not test.result.difference
