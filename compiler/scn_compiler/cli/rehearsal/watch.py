"""Plays tests again whenever a file that they need changes."""

import os
import time
from collections.abc import Callable, Iterable
from typing import NoReturn

import click

from scn_compiler.cli.group import report_error
from scn_compiler.cli.rehearsal.live import AgentFailed
from scn_compiler.cli.rehearsal.run import Play, TestRun
from scn_compiler.cli.rehearsal.verdicts import Verdicts
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input, read_all
from scn_compiler.project.project_config import OWN_FILE, SHARED_FILE
from scn_compiler.reuse.library import Read
from scn_dsl.records import replace
from scn_dsl.wording import counted

_PAUSE = 0.1
"""Seconds between two looks at the files."""

_SHARE = 10
"""A look takes at most a tenth of the time, however many files there are."""


Stamp = tuple[int, int, int] | None
"""Time, size and number of a file, which change with its content; `None` without the file."""

Find = Callable[[ConfigDiscovery, bool], list[Input]]
"""Finds the files with tests; the second argument says whether to be quiet about skipped files."""


def watch(
    configs: ConfigDiscovery,
    find: Find,
    play: Play,
    show: Callable[[list[TestRun]], object],
    verdicts: Verdicts | None = None,
) -> NoReturn:
    """Play all tests, and again those that a change can touch; the person ends it with Ctrl-C.

    Args:
        configs: The configurations of the first round; each later round reads them again.
        show: Prints the results of all tests.
        verdicts: Decides about sentences in `play`; every test needs its cassette.

    Raises:
        click.ClickException: if the first round isn't possible. Later, it is reported, and the next change plays everything.
    """
    watched = _Watched(find, play, verdicts)
    watched.play_changed(configs)
    while True:
        if not watched.is_broken:
            show([watched.runs[path] for path in watched.found if path in watched.runs])
        echo("watching for changes: Ctrl-C quits", err=True)
        changes = watched.wait(configs)
        if os.environ.get("TERM") != "dumb":
            click.clear()
        configs = configs.read_again()
        try:
            watched.play_changed(configs, _told(changes))
        except click.ClickException as error:
            report_error(error)
            watched.forget(configs)
        except AgentFailed as error:
            echo(f"scn: {error}", err=True)
            watched.forget(configs)


class _Watched:
    """The files with tests, their latest results, and the stamps of the files that each of them needs.

    Attributes:
        found: The files with tests at the latest look.
        runs: The latest results of a file.
        needs: The stamps of all files that a file with tests needs, from before they were read.
        is_broken: Whether the latest round has no results.
    """

    def __init__(self, find: Find, play: Play, verdicts: Verdicts | None) -> None:
        self.find = find
        self.play = play
        self.verdicts = verdicts
        self.cassette = str(verdicts.path) if verdicts and verdicts.path else ""
        self.found: tuple[str, ...] = ()
        self.runs: dict[str, TestRun] = {}
        self.needs: dict[str, dict[str, Stamp]] = {}
        self.is_broken = False

    def play_changed(self, configs: ConfigDiscovery, told: str | None = None) -> None:
        """Play the tests in the files that are new, or that need a file that has changed.

        Args:
            told: A message about the change; `None` in the first round.
        """
        inputs = self.find(configs, bool(self.found))
        self.found = tuple(each.path for each in inputs)
        known = {} if self.is_broken else self.needs
        kept = [path for path in self.found if path in known and not _changed(known[path])]
        self.runs = {path: self.runs[path] for path in kept if path in self.runs}
        self.needs = {path: known[path] for path in kept}
        stamps = _Stamps()
        new = [each for each in inputs if each.path not in self.needs]
        for each in new:
            needs = self.needs[each.path] = {}
            for path in filter(None, (each.path, self.cassette, *_configurations(each, configs))):
                needs[path] = stamps.of(path)
        if self.verdicts and new:
            self.verdicts.read_again()
        self.is_broken = False
        if told:
            echo(f"{told}: playing {len(new)} of {counted(len(inputs), 'file')}", err=True)
        for each, text in read_all(new)[0]:
            needs = self.needs[each.path]
            config = configs.config_for(each.location).config
            read = config.read and _noting(config.read, needs, stamps)
            self.runs[each.path] = self.play(each, text, replace(config, read=read))
        if self.verdicts and self.verdicts.has_written:
            for needs in self.needs.values():
                needs[self.cassette] = _stamp(self.cassette)

    def forget(self, configs: ConfigDiscovery) -> None:
        """Forget all results, because a round failed; the next change plays everything."""
        self.found = self._look(configs)
        self.runs = {}
        self.needs = {path: {need: _stamp(need) for need in needs} for path, needs in self.needs.items()}
        self.is_broken = True

    def wait(self, configs: ConfigDiscovery) -> list[str]:
        """Wait until a file changes and stays as it is for a moment; return the paths of the changed files."""
        before = self.found
        changes: list[str] = []
        pause = _PAUSE
        while True:
            time.sleep(pause)
            start = time.perf_counter()
            now = self._look(configs)
            needs = {path: stamp for each in self.needs.values() for path, stamp in each.items()}
            latest = [path for path, stamp in needs.items() if _stamp(path) != stamp]
            latest += sorted(({*before} ^ {*now}) - {*latest})
            if latest and latest == changes:
                return changes
            changes = latest
            pause = max(_PAUSE, _SHARE * (time.perf_counter() - start))

    def _look(self, configs: ConfigDiscovery) -> tuple[str, ...]:
        try:
            return tuple(each.path for each in self.find(configs, True))
        except click.ClickException:
            return ()


class _Stamps(dict[str, Stamp]):
    """The stamps of a round: each from before the file was read."""

    def of(self, path: str) -> Stamp:
        """Return the stamp of a file, as it was when it was first asked for."""
        if path not in self:
            self[path] = _stamp(path)
        return self[path]


def _stamp(path: str) -> Stamp:
    try:
        state = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


def _changed(needs: dict[str, Stamp]) -> bool:
    return any(_stamp(path) != stamp for path, stamp in needs.items())


def _noting(read: Read, needs: dict[str, Stamp], stamps: _Stamps) -> Read:
    """Return a reader that notes which files it reads, also those that are missing."""

    def note(path: str) -> str:
        needs[path] = stamps.of(path)
        return read(path)

    return note


def _configurations(each: Input, configs: ConfigDiscovery) -> Iterable[str]:
    """Yield the configurations of a file, and where a nearer one could appear."""
    yield from configs.config_for(each.location).paths
    if configs.isolated or configs.named:
        return
    folder = os.path.dirname(os.path.abspath(each.location))  # noqa: PTH100, PTH120
    while True:
        yield os.path.join(folder, OWN_FILE)  # noqa: PTH118
        yield os.path.join(folder, SHARED_FILE)  # noqa: PTH118
        if folder == os.path.dirname(folder):  # noqa: PTH120
            return
        folder = os.path.dirname(folder)  # noqa: PTH120


def _told(changes: list[str]) -> str:
    more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    return f"{os.path.relpath(changes[0])}{more} changed"
