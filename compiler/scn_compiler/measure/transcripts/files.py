"""Finds the files of transcripts: paths, folders and globs."""

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

SUFFIXES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".txt")
COMPRESSED = {".gz": "gzip", ".zst": "zstd"}
"""Suffixes of compressed files, after one of the others, and the names of their compression."""


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
            raise NoTranscripts(f"{pattern}: no transcripts here: expected files that end in {_ENDS}")
        found.update(dict.fromkeys(files))
    return tuple(found)


def _files(pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    if path.is_dir():
        yield from sorted(each for each in path.rglob("*") if each.is_file() and is_transcript(each))
    elif path.exists():
        if not is_transcript(path):
            raise NoTranscripts(f"{pattern}: scn reads files that end in {_ENDS}")
        yield path
    else:
        for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207  (a Path has no absolute globs)
            yield from _files(name)


def is_transcript(path: Path) -> bool:
    """Return whether a file's name ends like one that scn reads."""
    suffix, compression = form_of(path)
    return suffix in SUFFIXES and not (compression and suffix == ".parquet")


def form_of(path: Path) -> tuple[str, str | None]:
    """Return the suffix that names the form of a file, and the name of its compression: `.csv` and `gzip` for `a.csv.gz`."""
    suffix = path.suffix.lower()
    if suffix in COMPRESSED:
        return Path(path.stem).suffix.lower(), COMPRESSED[suffix]
    return suffix, None


class OpenTranscript:
    """A file's bytes, without their compression.

    Raises:
        OSError: if they can't be read.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        _, compression = form_of(path)
        self._stream = pa.CompressedInputStream(self._file, compression) if compression else self._file

    def __enter__(self) -> "OpenTranscript":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read(size) if size >= 0 else self._stream.read()
        return data

    @property
    def position(self) -> int:
        """How far the reading is in the file itself."""
        return self._file.tell()


_ENDS = f"{', '.join(SUFFIXES)}, or but for Parquet {' or '.join(COMPRESSED)} after that"
