"""Recorded calls: read from files, and shown beside the script."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from scn_compiler.cli.rehearsal.choice import ChosenScenario
from scn_compiler.inert_text import one_line
from scn_compiler.project.console import usage_error
from scn_compiler.project.files import Input, Unreadable, read_file
from scn_compiler.rehearsal.cases import lines_of
from scn_compiler.rehearsal.recording import UnreadableRecording, Utterance, read_recording
from scn_compiler.rehearsal.replay import Replay, ReplayedTurn


def read_recordings(paths: Iterable[Path]) -> list[tuple[Utterance, ...]]:
    """Read recorded calls.

    Raises:
        click.UsageError: if one can't be read.
    """
    calls = []
    for path in paths:
        try:
            text = read_file(Input(str(path), path.name))
            calls.append(read_recording(text.removeprefix("\ufeff")))
        except Unreadable as error:
            raise usage_error(str(error)) from None
        except UnreadableRecording as error:
            raise usage_error(f"{path}: {error}") from None
    return calls


def replayed_lines(found: Replay, chosen: ChosenScenario, transcript: str) -> Iterator[str]:
    """Write a replayed call, with the lines of the script that ran, and the first difference."""
    for turn in found.turns:
        yield from _heard(turn)
        for each in turn.reply.turns:
            words = f"{each.verb}: {each.text}" if each.text else each.verb
            yield f"  caller  {one_line(words)}  ({_line(chosen, each.row)})"
    if found.difference is None:
        yield "the caller said what the script says"
        return
    turn = found.difference
    yield from _heard(turn)
    expected = list(lines_of(turn.reply))
    for each in turn.reply.turns:
        yield f"  - {one_line(f'{each.verb}: {each.text}' if each.text else each.verb)}  ({_line(chosen, each.row)})"
    if not expected:
        yield "  - the script says nothing here"
    for spoken in turn.recorded:
        yield f"  + {one_line(spoken.text)}  ({transcript}, message {spoken.line})"
    if not turn.recorded:
        yield "  + the caller said nothing in the recording"


def _heard(turn: ReplayedTurn) -> Iterator[str]:
    if turn.heard is not None:
        yield f"  agent   {one_line(turn.heard.text)}"


def _line(chosen: ChosenScenario, row: int) -> str:
    block = chosen.rehearsal.rows[row].block
    span = block.place(block.opening.span)
    if span.origin and span.origin.path:
        return span.origin.path
    return f"{chosen.source.path}:{chosen.source.position(span.start).line}"
