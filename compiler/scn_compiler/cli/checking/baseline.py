"""The baseline of a run: the file that lists what is known, and what of it was met."""

import os
from collections import Counter
from pathlib import Path

from scn_compiler.cli.output.files import write_file
from scn_compiler.findings.baseline import BaselineEntry, entry_of, print_baseline, unknown
from scn_compiler.project.baseline_file import listed_in, path_in
from scn_compiler.project.files import STDIN
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source


class BaselineRun:
    """What the baseline `file` lists; paths in it count from its folder."""

    def __init__(self, file: str, *, new: bool) -> None:
        self._file = file
        self._listed = Counter() if new else listed_in(file)
        self._met: Counter[BaselineEntry] = Counter()
        self._looked_at: set[str] = set()

    def fresh(self, path: str, found: tuple[Diagnostic, ...], source: Source) -> tuple[Diagnostic, ...]:
        """The findings in the file at `path` that are not listed."""
        own = path_in(self._file, path)
        fresh, met = unknown(found, source, own, self._listed)
        self._looked_at.add(own)
        self._met = Counter({each: count for each, count in self._met.items() if each.path != own}) + met
        return tuple(fresh)

    def add(self, path: str, found: tuple[Diagnostic, ...], source: Source) -> None:
        """List the findings in the file at `path`."""
        self._listed.update(entry_of(each, source, path_in(self._file, path)) for each in found)

    def save(self) -> int:
        """Write the baseline; how many findings it lists."""
        write_file(Path(self._file), print_baseline(self._listed))
        return self._listed.total()

    def summary(self) -> str:
        """How many findings were known, and how many of those listed are gone, e.g. `2 known, 1 no longer found`."""
        gone = sum(
            count - self._met[each]
            for each, count in self._listed.items()
            if each.path in self._looked_at or not self._is_there(each.path)
        )
        return f"{self._met.total()} known" + (f", {gone} no longer found" if gone else "")

    def _is_there(self, path: str) -> bool:
        folder = os.path.dirname(os.path.abspath(self._file))  # noqa: PTH100, PTH120
        return path == STDIN or (Path(folder) / path).exists()
