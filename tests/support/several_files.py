"""Scripts over several files, given as a dictionary of texts by path."""

import posixpath
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.reuse.library import UnreadableFile
from scn_dsl.source import Source, Span
from scn_dsl.suggest import nearest


class Finding(NamedTuple):
    """A reported problem: its file and line, the rule, its words, its notes with their places, the edits of its fix."""

    place: str
    name: str
    message: str
    hint: str | None
    notes: tuple[str, ...]
    edits: set[tuple[str, str]]


def reading(files: Mapping[str, str]) -> Callable[[str], str]:
    """A reader for `Config.read`: reads from `files`; a missing file has the most similar one as `near`."""

    def read(path: str) -> str:
        if path not in files:
            near = nearest(path, tuple(files))
            folder = posixpath.dirname(path) or "."
            raise UnreadableFile(f"can't find `{path}`", near=near and posixpath.relpath(near, folder))
        return files[path]

    return read


def files_below(folder: Path, pattern: str) -> dict[str, str]:
    """The texts of the files that fit a pattern, by their paths in the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.glob(pattern))
    }


def findings(text: str, files: Mapping[str, str] | None = None, **config: Any) -> list[Finding]:
    """Everything that a check of `main.scn` reports, in whichever file, sorted by place."""
    done = compiled(text, files, **config)
    sources = {each.path: each for each in done.sources} | {None: Source(text, "main.scn")}

    def place(span: Span) -> str:
        source = sources[span.origin and span.origin.path]
        return f"{source.path}:{source.position(span.start).line}"

    reported = (*done.findings.reported, *done.findings.in_files)
    return sorted(
        Finding(
            place(each.span),
            each.name,
            each.message,
            each.hint,
            tuple(f"{place(other.span)} {other.message}" for other in each.related),
            {(place(edit.span), edit.text) for edit in each.fix.edits} if each.fix else set(),
        )
        for each in reported
    )


def places(text: str, files: Mapping[str, str] | None = None, **config: Any) -> list[tuple[str, str]]:
    """The file, the line and the rule of everything that a check of `main.scn` reports."""
    return [(each.place, each.name) for each in findings(text, files, **config)]


def compiled(
    text: str, files: Mapping[str, str] | None = None, target: str | None = None, **config: Any
) -> Compiled:
    """A script in the folder of `files`, compiled."""
    settings = Config(read=reading(files or {}), **config)
    return compile_text(text, path="main.scn", target=target, config=settings)


def payloads(
    text: str, files: Mapping[str, str] | None = None, target: str | None = None, **config: Any
) -> list[Any]:
    return [each.value for each in compiled(text, files, target, **config).payloads]
