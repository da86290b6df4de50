"""Plays a call in the terminal: a person says what the agent says."""

import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from scn_compiler.cli.output.files import write_file
from scn_compiler.cli.output.style import Style
from scn_compiler.inert_text import one_line
from scn_compiler.pipeline.tested_labels import TEST_SUFFIX, tested_path
from scn_compiler.project.paths import relative_path
from scn_compiler.rehearsal.engine import SILENCE, CallState, Heard, Rehearsal, Reply
from scn_compiler.rehearsal.matching import finder, missing_words
from scn_compiler.rehearsal.policy import Policy
from scn_compiler.rehearsal.transcript import case_of
from scn_dsl.nodes import Expression, Script, Sentence, When
from scn_dsl.records import Record
from scn_dsl.source import Source
from scn_grammar.markup import Marker, Tag, scan
from scn_grammar.parser import parse
from scn_grammar.printer import print_script, trigger_text

HELP = """Type what the agent says. These lines do something else:
  !WORDS   the agent interrupts the caller with these words
  -        the agent stays silent
  u        undo the last message
  r        redo it
  w FILE   write the call down as a test
  ?        show this help
  q        quit (as do Ctrl-D and Ctrl-C)"""


class Terminal(Record):
    """The terminal of a call.

    Attributes:
        ask: Asks a question and returns the answer; raises `EOFError` at the end of the input.
        say: Prints a line.
        remember: Adds a line to the history, which the arrow keys bring back.
    """

    ask: Callable[[str], str]
    say: Callable[[str], None]
    remember: Callable[[str], object]


class PlayedTurn(Record):
    """One step of a call: what was heard, the reply, and the state after it."""

    heard: Heard | None
    reply: Reply
    state: CallState


class PlaySession:
    """A call in the terminal; undoing goes back to an earlier state, which never changes."""

    def __init__(
        self,
        rehearsal: Rehearsal,
        source: Source,
        policy: Policy,
        style: Style,
        terminal: Terminal,
        plays: str | None = None,
    ) -> None:
        self.rehearsal = rehearsal
        self.source = source
        self.policy = policy
        self.style = style
        self.ask = terminal.ask
        self.say = terminal.say
        self.remember = terminal.remember
        self.plays = plays
        state, reply = rehearsal.start()
        self.turns = [PlayedTurn(None, reply, state)]
        self.undone: list[PlayedTurn] = []

    @property
    def state(self) -> CallState:
        return self.turns[-1].state

    def run(self) -> None:
        """Play until the person quits."""
        self.say(
            self.style.dim("\n".join(_wrapped("Type what the agent says; ? shows the other commands.", "")))
        )
        self._show(self.turns[-1])
        while True:
            try:
                line = self.ask("the call has ended> " if self.state.ended else "agent> ").strip()
                if line == "q":
                    return
                self.remember(line)
                self.obey(line)
            except (EOFError, KeyboardInterrupt):
                self.say("")
                return

    def obey(self, line: str) -> None:
        """Do what one line of input says."""
        command, _, rest = line.partition(" ")
        if line in ("", "?"):
            self.say(HELP)
        elif line == "u":
            self._undo()
        elif line == "r":
            self._redo()
        elif command == "w":
            self._write(rest.strip())
        elif self.state.ended:
            self.say("the caller has hung up: u goes back, w FILE writes the call down, q quits")
        elif line == "-":
            self._hear(SILENCE)
        else:
            cuts = line.startswith("!")
            words = line[1:].strip() if cuts else line
            self._hear(Heard(words, self._sentences(words), cuts=cuts))

    def _sentences(self, words: str) -> frozenset[int]:
        """Ask which sentences of the script the words count as."""
        groups = dict.fromkeys(
            self.rehearsal.twins[index]
            for index in self.rehearsal.whens
            if isinstance(_trigger(self.rehearsal, index), Sentence)
        )
        if not groups or not words:
            return frozenset()
        for number, group in enumerate(groups, 1):
            for each in _wrapped(f"{number}  {one_line(_sentence(self.rehearsal, group[0]))}", "  "):
                self.say(each)
        while True:
            answer = self.ask("which of these does it fit? (numbers, or Enter for none) ").strip()
            numbers = re.findall(r"\d+", answer)
            if all(1 <= int(number) <= len(groups) for number in numbers) and not re.search(
                r"[^\d\s,]", answer
            ):
                chosen = [list(groups)[int(number) - 1] for number in numbers]
                return frozenset(index for group in chosen for index in group)
            self.say(f"write numbers from 1 to {len(groups)}, for example `1 2`")

    def _hear(self, heard: Heard) -> None:
        before = self.state
        state, reply = self.rehearsal.hear(before, heard, self.policy)
        self.turns.append(PlayedTurn(heard, reply, state))
        self.undone.clear()
        self._show(self.turns[-1])
        for question in self.rehearsal.open_questions(before, heard, self.policy):
            self.say(
                self._dim(
                    f"no document says what happens if {question.question}; --policy {question.option}=… decides"
                )
            )
        if not reply.turns and heard.text is not None:
            self._show_near(heard.text)

    def _show(self, turn: PlayedTurn) -> None:
        for each in turn.reply.turns:
            for spoken in self._lines(each.verb, each.text):
                self.say(spoken)
            if each.hangs_up:
                self.say(self.style.bold("  (hangs up)"))
            self.say(self._dim(f"line {self._line(each.row)}, {_REASONS[each.because]}"))
        if not turn.reply.turns:
            self.say("  (the caller says nothing)")
        for row in turn.state.due:
            self.say(self._dim(f"next, whatever the agent says: line {self._line(row)}"))

    def _lines(self, verb: str, text: str) -> Iterator[str]:
        head = {"say": "caller: ", "do": "caller improvises: ", "wait": "(the caller waits)", "end call": ""}[
            verb
        ]
        shown = f"{head}{stage(text)}".strip()
        yield from _wrapped(one_line(shown), "  ")

    def _show_near(self, words: str) -> None:
        """Say which triggers lack one word."""
        has = finder(words, self.policy.words)
        for index in self.rehearsal.whens:
            trigger = _trigger(self.rehearsal, index)
            if not isinstance(trigger, Sentence) and len(lacking := missing_words(trigger, has)) == 1:
                self.say(self._dim(f"line {self._line(index)} lacks only `{one_line(lacking[0])}`"))

    def _undo(self) -> None:
        if len(self.turns) == 1:
            self.say("there is nothing to undo")
            return
        self.undone.append(self.turns.pop())
        self._show(self.turns[-1])

    def _redo(self) -> None:
        if not self.undone:
            self.say("there is nothing to redo")
            return
        self.turns.append(self.undone.pop())
        self._show(self.turns[-1])

    def _write(self, name: str) -> None:
        """Add the call to a file of tests."""
        if not name.endswith(TEST_SUFFIX):
            self.say(f"write the name of a file of tests after w, for example `w booking{TEST_SUFFIX}`")
            return
        first = next(
            (turn.heard.text for turn in self.turns if turn.heard and turn.heard.text), "the caller waits"
        )
        case = case_of(
            f"After {first[:60]}",
            [(turn.heard, turn.reply) for turn in self.turns],
            self.rehearsal,
            self.plays,
        )
        text = print_script(Script(tests=(case,)))
        path = Path(name)
        try:
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            if problem := self._problem_of(before, path):
                self.say(f"{name} {problem}, so nothing was written: choose another file")
                return
            before = before if before.strip() else self._script_line(path)
            write_file(path, f"{before.rstrip()}\n\n{text}" if before.strip() else text)
        except (OSError, ValueError) as error:
            self.say(f"can't read {name}: {error}")
            return
        except click.UsageError as error:
            self.say(error.message)
            return
        self.say(f"wrote {name}")

    def _problem_of(self, tests: str, path: Path) -> str | None:
        """Say why the call doesn't belong into a file of tests."""
        if not tests.strip():
            return None
        parsed = parse(Source(tests)).script
        if not parsed.tests:
            return "has no tests"
        own, tested = Path(str(self.source.path)), tested_path(parsed, path.as_posix())
        if own.is_file() and tested and Path(tested).resolve() != own.resolve():
            return f"has the tests of {relative_path(tested)}"
        return None

    def _script_line(self, path: Path) -> str:
        """Return the line that a new file of tests needs to find the script; none beside a script of that name."""
        script = self.source.path
        if not script or not Path(script).is_file():
            return ""
        found = relative_path(str(script), str(path.parent)).replace(os.sep, "/")
        return "" if found == f"{path.name.removesuffix(TEST_SUFFIX)}.scn" else f"script: {found}\n"

    def _line(self, row: int) -> str:
        block = self.rehearsal.rows[row].block
        span = block.place(block.opening.span)
        if span.origin and span.origin.path:
            return f"in {span.origin.path}"
        return str(self.source.position(span.start).line)

    def _dim(self, text: str) -> str:
        return self.style.dim("\n".join(_wrapped(text, "    ")))


def _wrapped(text: str, indent: str) -> list[str]:
    """Return the lines of a text that fit into the terminal."""
    width = max(shutil.get_terminal_size().columns - 2, 20)
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)


_REASONS = {
    "start": "at the start of the call",
    "match": "because the message matches",
    "follow-up": "as the follow-up",
    "again": "again, because it was interrupted",
}


def _trigger(rehearsal: Rehearsal, index: int) -> Expression | Sentence:
    opening = rehearsal.rows[index].block.opening
    assert isinstance(opening, When)
    return opening.trigger


def _sentence(rehearsal: Rehearsal, index: int) -> str:
    return trigger_text(_trigger(rehearsal, index))


_DIRECTIONS = {"silence": "pause", "break": "pause", "hold": "on hold", "dtmf": "presses", "endcall": "hangs up",
               "interruption": "cuts in after", "noise": "noise:", "audio": "plays a recording"}  # fmt: skip


def stage(text: str) -> str:
    """Write a spoken text with its tags as stage directions, such as `(pause 2s)`."""
    parts: list[str] = []
    at = 0
    for mark in scan(text):
        if isinstance(mark, Tag | Marker):
            parts.append(text[at : mark.start])
            parts.append(f"({mark.name})" if isinstance(mark, Marker) else _direction(mark))
            at = mark.end
    return " ".join("".join((*parts, text[at:])).split())


def _direction(tag: Tag) -> str:
    if tag.shape == "close" or tag.name == "endcall":
        return ""
    if tag.shape == "open" and tag.name not in _DIRECTIONS:
        return f"({tag.name}) " if tag.name != "spell" else "(spells) "
    values = " ".join(attribute.value for attribute in tag.attributes)
    return f"({_DIRECTIONS.get(tag.name, tag.name)} {values})".replace(" )", ")")
