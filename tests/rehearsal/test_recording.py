"""Recorded calls: read from what platforms export, and replayed against scripts."""

import json

import pytest

from scn_compiler.rehearsal.judge import BadCassette, Cassette, judged
from scn_compiler.rehearsal.recording import UnreadableRecording, Utterance, read_recording
from scn_compiler.rehearsal.replay import agreeing_policies, replay
from support.calls import rehearsed, said
from support.cases import every

CALL = [(False, "Hello, which day?"), (True, "Friday."), (False, "Fine.")]
SCRIPT = (
    "FIRST_MESSAGE\n  wait\nWHEN The agent asks for a day\n  say: Friday. [laughter]\nTHEN\n  say: At five.\n"
    'WHEN contains "bye"\n  say: Bye!\n  end call\nWHEN contains "days"\n  do: Complain politely\n'
)
FORMS = {
    "lines": "agent: Hello, which day?\ncaller: Friday.\nagent: Fine.\n",
    "lines with times": "[00:01] Main Agent: Hello, which day?\n[00:04] Testing Agent: Friday.\n\n[00:06] Main Agent: Fine.",
    "a list": json.dumps(
        [{"role": "agent" if not caller else "caller", "text": text} for caller, text in CALL]
    ),
    "JSON lines": "\n".join(
        json.dumps({"role": "user" if caller else "assistant", "content": text}) for caller, text in CALL
    ),
    "Cekura": json.dumps(
        {
            "status": "done",
            "transcript_object": [
                {"role": "Testing Agent" if caller else "Main Agent", "content": text, "timestamp": "00:01"}
                for caller, text in CALL
            ]
            + [{"role": "Function Call", "data": {"name": "book"}}],
        }
    ),
    "Vapi": json.dumps(
        {"messages": [{"role": "user" if caller else "bot", "message": text} for caller, text in CALL]}
    ),
}


@every("text", FORMS.values(), ids=FORMS)
def test_a_recorded_call_is_read_in_each_form(text: str) -> None:
    assert [(each.by_caller, each.text) for each in read_recording(text)] == CALL


@every("text", ["", "Hello!", "[1, 2]", "{}", '{"role": "agent"', '[{"role": "tool", "content": "x"}]', "\0"])
def test_a_text_without_messages_is_no_recorded_call(text: str) -> None:
    with pytest.raises(UnreadableRecording):
        read_recording(text)


def recorded(*lines: str) -> tuple[Utterance, ...]:
    return read_recording("\n".join(lines))


def test_a_call_that_went_like_the_script_is_replayed_to_its_end() -> None:
    found = replay(rehearsed(SCRIPT), recorded(
        "agent: Which day suits you?", "caller: Friday", "agent: Well.", "caller: At five!", "agent: Bye", "caller: Bye"
    ))  # fmt: skip

    assert found.difference is None
    assert [said(turn.reply) for turn in found.turns] == [
        ["say: Friday. [laughter]"],
        ["say: At five."],
        ["say: Bye!", "end call"],
    ]


def test_the_first_difference_has_what_the_script_and_what_the_caller_said() -> None:
    found = replay(rehearsed(SCRIPT), recorded("agent: Bye", "caller: See you tomorrow"))

    assert found.difference is not None
    assert said(found.difference.reply) == ["say: Bye!", "end call"]
    assert [each.text for each in found.difference.recorded] == ["See you tomorrow"]


def test_improvised_words_agree_with_any_words() -> None:
    assert replay(rehearsed(SCRIPT), recorded("agent: In five days", "caller: Oh dear")).difference is None


def test_recordings_tell_answers_to_open_questions_apart() -> None:
    script = (
        'FIRST_MESSAGE\n  wait\nWHEN contains "day"\n  say: Friday.\nWHEN contains "time"\n  say: At five.\n'
    )
    call = recorded("agent: Which day and time?", "caller: Friday.")
    counts = agreeing_policies([(rehearsed(script), call)])

    assert counts["several"]["first"] > counts["several"]["all"]
    assert len(set(counts["words"].values())) == 1


def test_a_cassette_keeps_verdicts_and_guesses_none() -> None:
    call = rehearsed(SCRIPT)
    cassette = Cassette('{"sentence": "The agent asks for a day", "line": "Which day?", "fits": true}\n')

    assert judged(call, "Which  day?", cassette).sentences == {1}
    undecided = judged(call, "What day is it?", cassette)
    assert (undecided.sentences, undecided.unsure) == (frozenset(), {1})

    cassette.add("The agent asks for a day", "What day is it?", False, "a-model")
    assert judged(call, "What day is it?", Cassette(cassette.text)).unsure == frozenset()


@every("text", ["x", "[]", '{"sentence": "a"}', "1"])
def test_a_broken_cassette_names_its_line(text: str) -> None:
    with pytest.raises(BadCassette, match="line 2"):
        Cassette(f"\n{text}")
