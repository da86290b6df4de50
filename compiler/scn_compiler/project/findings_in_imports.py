"""The findings in files that scripts import: each is shown in its own file, once for all scripts that import it."""

import os
from collections.abc import Collection

from scn_compiler.findings.merge import one_per_line
from scn_compiler.findings.selectors import Findings
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.records import Record, field, replace
from scn_dsl.source import Origin, Source, Span

_Key = tuple[str, int, int, str]

_SCRIPT = "script"
"""Kind of the origin of places in the importing script."""


class ImportedFile(Record):
    """A file that scripts import, and what was found in it.

    Attributes:
        found: The findings, by what makes them equal for people; their spans are offsets in this file, and those of
            their related places name the other files.
        others: The other files, by path.
    """

    source: Source
    found: dict[_Key, Diagnostic] = field(default_factory=dict)
    others: dict[str | None, Source] = field(default_factory=dict)

    def reported(self, known: Collection[Diagnostic] = ()) -> list[Diagnostic]:
        """Return the findings that are not among those of a check of the file itself."""
        keys = {_key(each) for each in known}
        return [each for key, each in self.found.items() if key not in keys]

    def merged(self, found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Merge findings in this file that are on one line."""
        return one_per_line(found, self.source)


class ImportedFindings:
    """The findings in imported files, from all scripts of a run."""

    def __init__(self) -> None:
        self.files: dict[str, ImportedFile] = {}
        self._real_paths: dict[str, str] = {}

    def add(self, findings: Findings, script: Source) -> dict[str, list[Diagnostic]]:
        """Add what was found in the files that `script` imports; return what is new, by the key of the file in `files`.

        Args:
            script: The script, with the path to show.
        """
        new: dict[str, list[Diagnostic]] = {}
        for each in findings.in_files:
            path = each.origin.path if each.origin else None
            source = next((other for other in findings.sources if other.path == path), None)
            if path is None or source is None:
                continue
            real = self._real(path)
            file = self.files.setdefault(real, ImportedFile(source))
            own = _in_own_file(each, path, script)
            if file.found.setdefault(_key(own), own) is own:
                file.others.update((other.path, other) for other in (*findings.sources, script))
                new.setdefault(real, []).append(own)
        return new

    def _real(self, path: str) -> str:
        if path not in self._real_paths:
            self._real_paths[path] = os.path.realpath(path)
        return self._real_paths[path]


def _key(found: Diagnostic) -> _Key:
    return found.code, found.span.start, found.span.end, found.message


def _in_own_file(found: Diagnostic, path: str, script: Source) -> Diagnostic:
    """Convert a finding of `script` in the file `path`: that file becomes the one without an origin.

    Its fix becomes the hint, since only a check of the file itself applies it.
    """
    of_script = Origin(_SCRIPT, script.path)

    def place(span: Span) -> Span:
        if span.origin is None:
            return span.within(of_script)
        return span.within(None) if span.origin.path == path else span

    steps = found.origin.chain if found.origin else ()
    related = (*found.related, *(Related(step.message, step.span) for step in steps))
    hint = found.hint or (found.fix and found.fix.title)
    return replace(found, hint=hint, fix=None, related=related).move(place)
