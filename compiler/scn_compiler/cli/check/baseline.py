"""The baseline of a run: the findings in its file, and which of them still occur."""

import os
from collections import Counter
from pathlib import Path

from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import tidy_folders, write_file
from scn_compiler.cli.output.streams import is_standard_output
from scn_compiler.findings.baseline import BaselineEntry, baseline_entry, new_findings, print_baseline
from scn_compiler.project.baseline_file import is_baseline, load_baseline, path_in_baseline
from scn_compiler.project.console import usage_error
from scn_compiler.project.files import STDIN
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source


class BaselineRun:
    """The findings in the baseline `file`, with paths relative to its folder; empty for a `new` baseline."""

    def __init__(self, file: str, *, new: bool, configured: bool = False) -> None:
        self._file = "-" if new and is_standard_output(file) else file
        self._listed = (
            Counter() if new else load_baseline(file, regular=configured or not file.startswith("/dev/"))
        )
        self._found_again: dict[str, Counter[BaselineEntry]] = {}
        self._checked: set[str] = set()

    def unknown(self, path: str, found: tuple[Diagnostic, ...], source: Source) -> tuple[Diagnostic, ...]:
        """Return the findings in the file at `path` that the baseline does not list."""
        listed_path = path_in_baseline(self._file, path)
        new, known = new_findings(found, source, listed_path, self._listed)
        self._checked.add(listed_path)
        self._found_again[listed_path] = known
        return tuple(new)

    def add(self, path: str, found: tuple[Diagnostic, ...], source: Source) -> None:
        """Add the findings in the file at `path` to the baseline."""
        self._listed.update(
            baseline_entry(each, source, path_in_baseline(self._file, path)) for each in found
        )

    def save(self) -> int:
        """Write the baseline; return how many findings it lists."""
        text = print_baseline(self._listed)
        if self._file == "-":
            print_document(text)
        else:
            tidy_folders([self._file])
            write_file(Path(self._file), text)
        return self._listed.total()

    def summary(self, *, whole: bool = True) -> str:
        """Count the known findings and the entries that no longer match, e.g. `2 in the baseline, 1 entry no longer matches`.

        Args:
            whole: Whether all scenarios of the files were checked; otherwise, nothing is known about other entries.
        """
        known = sum(each.total() for each in self._found_again.values())
        if not whole:
            return f"{known} in the baseline"
        gone = sum(
            count - self._found_again.get(each.path, Counter())[each]
            for each, count in self._listed.items()
            if each.path in self._checked or not self._exists(each.path)
        )
        stale = (
            f", {gone} {'entry no longer matches' if gone == 1 else 'entries no longer match'}"
            if gone
            else ""
        )
        return f"{known} in the baseline{stale}"

    def _exists(self, path: str) -> bool:
        folder = os.path.dirname(os.path.abspath(self._file))  # noqa: PTH100, PTH120
        return path == STDIN or (Path(folder) / path).exists()


def refuse_unless_baseline(file: str) -> None:
    """Check that a new baseline overwrites nothing but an older baseline.

    Raises:
        click.UsageError: if the file is something else, or a link.
    """
    path = Path(file)
    if is_standard_output(file) or file.startswith("/dev/"):
        return
    if path.is_symlink():
        raise usage_error(
            f"refusing to write the baseline {file}: it is a link to {path.readlink()}; name that file instead"
        )
    if path.is_file() and path.stat().st_size and not is_baseline(file):
        hint = "name another file, or delete this one"
        raise usage_error(f"refusing to overwrite {file}: it is not a baseline; {hint}")
    if path.exists() and not path.is_file():
        raise usage_error(f"refusing to write the baseline {file}: it is not a regular file")
