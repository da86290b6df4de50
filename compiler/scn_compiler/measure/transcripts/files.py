"""Finds the files of transcripts: paths, folders and globs."""

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".txt")


class NoTranscripts(ValueError):  # noqa: N818  (a mistake of the user, reported as a message)
    """A path without transcripts."""


def find_transcripts(patterns: Iterable[str]) -> tuple[Path, ...]:
    """Return the files that paths, folders and globs name, each once, sorted within a folder or a glob.

    Raises:
        NoTranscripts: if one of them names no file that scn reads.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        files = list(_files(pattern))
        if not files:
            raise NoTranscripts(
                f"{pattern}: no transcripts here: expected files that end in {', '.join(SUFFIXES)}"
            )
        found.update(dict.fromkeys(files))
    return tuple(found)


def _files(pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    if path.is_dir():
        yield from sorted(each for each in path.rglob("*") if each.is_file() and _is_read(each))
    elif path.exists():
        if not _is_read(path):
            raise NoTranscripts(f"{pattern}: scn reads files that end in {', '.join(SUFFIXES)}")
        yield path
    else:
        for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  (a Path has no absolute globs)
            yield from _files(name)


def _is_read(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES
