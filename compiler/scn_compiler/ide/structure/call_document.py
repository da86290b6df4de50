"""A played call as plain JSON values, and its messages from JSON: one form for all programs that show a call."""

from collections.abc import Callable
from typing import Any

from scn_compiler.inert_text import one_line
from scn_compiler.pipeline.play_call import (
    CallExchange,
    CallLine,
    CallPlace,
    CallSentence,
    HeardLine,
    MissedTrigger,
    PlayableScenario,
    PlayedCall,
)
from scn_compiler.rehearsal.policy import OpenQuestion
from scn_dsl.source import Span

Ranged = Callable[[Span], Any]
"""Writes a span of the script in the form that the program needs."""

_Document = dict[str, Any]


class BadMessages(ValueError):  # noqa: N818  (an outcome of reading a request, reported as a message)
    """A value that isn't a list of messages."""


def heard_lines(value: Any) -> tuple[HeardLine, ...]:
    """Read the messages of a call: objects with `text`, `cuts` and `sentences`, all of which may be left out.

    Raises:
        BadMessages: if the value has another form.
    """
    if not isinstance(value, list):
        raise BadMessages("the messages of a call must be a list")
    return tuple(_heard_line(each, number) for number, each in enumerate(value, 1))


def _heard_line(value: Any, number: int) -> HeardLine:
    if not isinstance(value, dict):
        raise BadMessages(f"message {number} must be an object with `text`")
    text, cuts, sentences = value.get("text"), value.get("cuts", False), value.get("sentences", [])
    if not isinstance(text, str | None):
        raise BadMessages(f"`text` of message {number} must be a string, or null for silence")
    if not isinstance(cuts, bool):
        raise BadMessages(f"`cuts` of message {number} must be true or false")
    if not isinstance(sentences, list) or not all(isinstance(each, str) for each in sentences):
        raise BadMessages(f"`sentences` of message {number} must be a list of strings")
    return HeardLine(text, cuts, tuple(sentences))


def call_document(played: PlayedCall, ranged: Ranged) -> _Document:
    """Write a played call as JSON values.

    Args:
        ranged: Writes a span of the script in the form that the program needs.
    """
    call = played.call
    return {
        "scenarios": [_scenario(each, ranged) for each in played.scenarios],
        "scenario": played.chosen,
        "problem": played.problem,
        "sentences": [_sentence(each, ranged) for each in call.sentences] if call else [],
        "exchanges": [_exchange(each, ranged) for each in call.exchanges] if call else [],
        "ended": call.ended if call else False,
        "test": call.test_text if call else "",
    }


def _scenario(scenario: PlayableScenario, ranged: Ranged) -> _Document:
    return {"name": scenario.plays, "range": ranged(scenario.span)}


def _sentence(sentence: CallSentence, ranged: Ranged) -> _Document:
    return {"name": sentence.name, "text": sentence.text, "place": _place(sentence.place, ranged)}


def _exchange(exchange: CallExchange, ranged: Ranged) -> _Document:
    heard = exchange.heard
    return {
        "heard": heard and {"text": heard.text, "cuts": heard.cuts, "sentences": list(heard.sentences)},
        "lines": [_line(each, ranged) for each in exchange.lines],
        "due": [_line(each, ranged) for each in exchange.due],
        "near": [_missed_trigger(each, ranged) for each in exchange.near],
        "questions": [_question(each) for each in exchange.questions],
        "unknown": list(exchange.unknown),
        "late": exchange.after_end,
        "ended": exchange.ended,
    }


def _line(line: CallLine, ranged: Ranged) -> _Document:
    return {
        "verb": line.verb,
        "text": line.text,
        "staged": line.staged,
        "ends": line.hangs_up,
        "because": line.because,
        "reason": line.reason,
        "place": _place(line.place, ranged),
    }


def _missed_trigger(miss: MissedTrigger, ranged: Ranged) -> _Document:
    message = f"{miss.place.name} lacks only `{one_line(miss.lacks)}`"
    return {"lacks": miss.lacks, "message": message, "place": _place(miss.place, ranged)}


def _question(question: OpenQuestion) -> _Document:
    answers = zip(question.answers, question.meanings, strict=True)
    return {
        "option": question.option,
        "message": f"no document says what happens if {question.question}",
        "answers": [{"name": name, "meaning": meaning} for name, meaning in answers],
    }


def _place(place: CallPlace, ranged: Ranged) -> _Document:
    return {
        "line": place.line,
        "file": place.path,
        "name": place.name,
        "range": ranged(place.block) if place.block else None,
    }
