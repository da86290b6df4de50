"""The tool that plays one call, message by message."""

from collections.abc import Iterable, Iterator
from typing import Any

from scn_compiler.inert_text import inert, one_line
from scn_compiler.mcp_server.answer import ToolAnswer, ToolError
from scn_compiler.mcp_server.problems import not_yet
from scn_compiler.mcp_server.scripts import nothing_to
from scn_compiler.mcp_server.workspace import AgentWorkspace
from scn_compiler.pipeline.play_call import (
    CallExchange,
    CallLine,
    CallSentence,
    HeardLine,
    ScenarioCall,
    play_call,
)
from scn_dsl.file_names import SCRIPT_SUFFIX
from scn_dsl.suggest import did_you_mean, first
from scn_dsl.wording import counted


def play_at(
    workspace: AgentWorkspace,
    path: str,
    text: str | None,
    scenario: str,
    environment: str,
    messages: list[dict[str, Any]],
) -> ToolAnswer:
    """Play a call of a script."""
    script = workspace.read(path, text, suffix=SCRIPT_SUFFIX, configs=workspace.configs(environment))
    heard = [HeardLine(each["agent"], each["interrupts"], tuple(each["counts_as"])) for each in messages]
    played = play_call(
        script.text, path=script.path, config=script.config, scenario=scenario or None, heard=heard
    )
    if not played.compiled.ok:
        raise not_yet(workspace, script, "play it")
    names = [each.plays for each in played.scenarios]
    if not names:
        raise nothing_to("play", script, "")
    if played.call is None or played.chosen is None:
        raise ToolError(f"{played.problem}{_help(scenario, names)}")
    call = played.call
    sentences = [
        {"counts_as": each.name, "sentence": each.text, "place": each.place.name} for each in call.sentences
    ]
    summary = _summary(call)
    values = {
        "summary": summary,
        "scenario": names[played.chosen],
        "scenarios": names,
        "sentences": sentences,
        "exchanges": [_values(each, call) for each in call.exchanges],
        "ended": call.ended,
    }
    as_test: list[str] = []
    if messages:
        values["test"] = call.test_text
        as_test = ["", "as a test:", call.test_text]
    lines = [line for each in call.exchanges for line in _lines(each, call)]
    if sentences:
        lines += ["", "a message may count as these sentences (`counts_as`):"]
        lines += [_sentence(each) for each in call.sentences]
    return ToolAnswer(inert("\n".join([*lines, *as_test, summary])), values)


def _summary(call: ScenarioCall) -> str:
    last = call.exchanges[-1]
    summary = "the caller has hung up" if call.ended else "the call goes on: give the agent's next message"
    said_nothing = last.heard and last.heard.text and not (call.ended or last.lines or last.heard.sentences)
    if call.sentences and said_nothing:
        summary += "; the caller said nothing: if the last message fulfills a sentence, add `counts_as` to it"
    if unknown := sum(len(each.unknown) for each in call.exchanges):
        summary += (
            f"; {counted(unknown, 'sentence')} in `counts_as` {'is' if unknown == 1 else 'are'} unknown"
        )
    return summary


def _help(scenario: str, names: list[str]) -> str:
    """Say which scenario to play instead, or how to make its name the only one."""
    if len([name for name in names if name.casefold() == scenario.casefold()]) > 1:
        return ": give each scenario of the script its own name"
    return f": it has {', '.join(f'`{one_line(name)}`' for name in names)}" if names else ""


def _sentence(sentence: CallSentence) -> str:
    named = f"{sentence.name}: " if sentence.name != sentence.text else ""
    return one_line(f"  {named}{sentence.text}  ({sentence.place.name})")


def _values(exchange: CallExchange, call: ScenarioCall) -> dict[str, Any]:
    values: dict[str, Any] = {
        "caller": [
            {"says": _words(each), "place": each.place.name, "because": each.reason}
            for each in exchange.lines
        ]
    }
    if exchange.heard:
        values = {"agent": exchange.heard.text, **values}
    values |= {
        "due": [f"{each.place.name}: {_words(each)}" for each in exchange.due],
        "near": list(_near(exchange)),
        "open": [each.question for each in exchange.questions],
        "unknown": list(_unknown(exchange, call)),
    }
    return {key: value for key, value in values.items() if value or key in ("agent", "caller")}


def _lines(exchange: CallExchange, call: ScenarioCall) -> Iterator[str]:
    if exchange.heard:
        silent = not (exchange.heard.text or "").strip()
        yield f"agent   {'(silence)' if silent else one_line(exchange.heard.text or '')}"
    if exchange.after_end:
        yield "        (the caller has hung up before)"
    elif not exchange.lines:
        yield "caller  (says nothing)"
    for each in exchange.lines:
        yield f"caller  {one_line(_words(each))}  ({each.place.name}, {each.reason})"
    yield from _notes("next    ", (f"{_words(each)} ({each.place.name})" for each in exchange.due))
    yield from _notes("nearly  ", _near(exchange))
    yield from _notes(
        "open    ", (f"no document says what happens if {each.question}" for each in exchange.questions)
    )
    yield from _notes("unknown ", _unknown(exchange, call))


def _notes(head: str, notes: Iterable[str]) -> Iterator[str]:
    yield from (f"{head}{one_line(note)}" for note in notes)


def _unknown(exchange: CallExchange, call: ScenarioCall) -> Iterator[str]:
    """Say of names in `counts_as` that the scenario doesn't have which of its sentences they may mean."""
    names = dict.fromkeys(name for each in call.sentences for name in (each.name, each.text))
    for each in exchange.unknown:
        hint = did_you_mean(each, first(names)) or "write one of the sentences below"
        if not names:
            hint = "leave out `counts_as`, since only keywords decide"
        yield f"no WHEN line is `{each}`: {hint}"


def _near(exchange: CallExchange) -> Iterator[str]:
    yield from (f"{each.place.name} lacks only `{each.lacks}`" for each in exchange.near)


def _words(line: CallLine) -> str:
    words = f"{line.verb}: {line.text}" if line.text else line.verb
    return f"{words}, then end call" if line.hangs_up and line.verb != "end call" else words
