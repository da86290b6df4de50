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
from scn_compiler.pipeline.play_call import CallExchange, CallLine, CallPlace, CallPlayer, HeardLine
from scn_compiler.pipeline.tests_file import added_test, other_purpose
from scn_compiler.project.paths import relative_path
from scn_dsl.file_names import TEST_SUFFIX, script_beside
from scn_dsl.records import Record

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


class PlaySession:
    """A call in the terminal; it is the list of the agent's messages, so undoing takes the last one away."""

    def __init__(self, player: CallPlayer, style: Style, terminal: Terminal) -> None:
        self.player = player
        self.style = style
        self.ask = terminal.ask
        self.say = terminal.say
        self.remember = terminal.remember
        self.heard: list[HeardLine] = []
        self.undone: list[HeardLine] = []
        self.call = player.play(())

    def run(self) -> None:
        """Play until the person quits."""
        self.say(
            self.style.dim("\n".join(_wrapped("Type what the agent says; ? shows the other commands.", "")))
        )
        self._show(self.call.exchanges[-1])
        while True:
            try:
                line = self.ask("the call has ended> " if self.call.ended else "agent> ").strip()
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
        elif self.call.ended:
            self.say("the caller has hung up: u goes back, w FILE writes the call down, q quits")
        elif line == "-":
            self._hear(HeardLine(None))
        else:
            cuts = line.startswith("!")
            words = line[1:].strip() if cuts else line
            self._hear(HeardLine(words, cuts, self._sentences(words)))

    def _sentences(self, words: str) -> tuple[str, ...]:
        """Ask which sentences of the script the words count as."""
        sentences = self.call.sentences
        if not sentences or not words:
            return ()
        for number, each in enumerate(sentences, 1):
            for line in _wrapped(f"{number}  {one_line(each.text)}", "  "):
                self.say(line)
        while True:
            answer = self.ask("which of these does it match? (numbers, or Enter for none) ").strip()
            numbers = re.findall(r"\d+", answer)
            if all(1 <= int(number) <= len(sentences) for number in numbers) and not re.search(
                r"[^\d\s,]", answer
            ):
                return tuple(dict.fromkeys(sentences[int(number) - 1].name for number in numbers))
            self.say(f"write numbers from 1 to {len(sentences)}, for example `1 2`")

    def _hear(self, heard: HeardLine) -> None:
        self._play([*self.heard, heard])
        self.undone.clear()
        last = self.call.exchanges[-1]
        for question in last.questions:
            self.say(
                self._dim(
                    f"no document says what happens if {question.question}; --policy {question.option}=… decides"
                )
            )
        for each in last.near:
            self.say(self._dim(f"line {_line(each.place)} lacks only `{one_line(each.lacks)}`"))

    def _play(self, heard: list[HeardLine]) -> None:
        """Play the call with these messages, and show its end."""
        self.heard = heard
        self.call = self.player.play(heard)
        self._show(self.call.exchanges[-1])

    def _show(self, exchange: CallExchange) -> None:
        for each in exchange.lines:
            for spoken in self._lines(each):
                self.say(spoken)
            if each.hangs_up:
                self.say(self.style.bold("  (hangs up)"))
            self.say(self._dim(f"line {_line(each.place)}, {each.reason}"))
        if not exchange.lines:
            self.say("  (the caller says nothing)")
        for each in exchange.due:
            self.say(self._dim(f"next, whatever the agent says: line {_line(each.place)}"))

    def _lines(self, line: CallLine) -> Iterator[str]:
        head = {"say": "caller: ", "do": "caller improvises: ", "wait": "(the caller waits)", "end call": ""}[
            line.verb
        ]
        yield from _wrapped(one_line(f"{head}{line.staged}".strip()), "  ")

    def _undo(self) -> None:
        if not self.heard:
            self.say("there is nothing to undo")
            return
        self.undone.append(self.heard[-1])
        self._play(self.heard[:-1])

    def _redo(self) -> None:
        if not self.undone:
            self.say("there is nothing to redo")
            return
        self._play([*self.heard, self.undone.pop()])

    def _write(self, name: str) -> None:
        """Add the call to a file of tests."""
        if not name.endswith(TEST_SUFFIX):
            self.say(f"write the name of a file of tests after w, for example `w booking{TEST_SUFFIX}`")
            return
        path = Path(name)
        try:
            before = path.read_bytes().decode() if path.exists() else ""  # keeps its line endings
            if problem := other_purpose(before, path.as_posix(), self._is_script, relative_path):
                self.say(f"{name} {problem}, so nothing was written: choose another file")
                return
            edit = added_test(before, self.call.test, self._script_line(path))
            write_file(path, f"{before[: edit.span.start]}{edit.text}")
        except (OSError, ValueError) as error:
            self.say(f"can't read {name}: {error}")
            return
        except click.UsageError as error:
            self.say(error.message)
            return
        self.say(f"wrote {name}")

    def _is_script(self, path: str) -> bool:
        """Return whether a path is that of the script; of a script without a file, nobody knows."""
        own = Path(str(self.player.sources[0].path))
        return not own.is_file() or Path(path).resolve() == own.resolve()

    def _script_line(self, path: Path) -> str:
        """Return the line that a new file of tests needs to find the script; none beside a script of that name."""
        script = self.player.sources[0].path
        if not script or not Path(script).is_file():
            return ""
        found = relative_path(str(script), str(path.parent)).replace(os.sep, "/")
        return "" if found == script_beside(path.name) else f"script: {found}\n"

    def _dim(self, text: str) -> str:
        return self.style.dim("\n".join(_wrapped(text, "    ")))


def _wrapped(text: str, indent: str) -> list[str]:
    """Return the lines of a text that fit into the terminal."""
    width = max(shutil.get_terminal_size().columns - 2, 20)
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)


def _line(place: CallPlace) -> str:
    return f"in {place.path}" if place.path else str(place.line)
