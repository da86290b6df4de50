"""The manifest of a folder of payloads: the files that `scn compile` wrote, and their scripts.

Anybody may have edited the manifest. So scn trusts it only for files in this folder whose content matches, and never
removes any other file.
"""

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from scn_compiler.cli.output.atomic import replace_own_file
from scn_compiler.cli.output.own_files import read_own_file
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.project.console import echo
from scn_compiler.project.files import STDIN, Input
from scn_compiler.project.paths import relative_path
from scn_compiler.project.walk import lies_in
from scn_dsl.records import Record
from scn_dsl.wording import counted

MANIFEST_FILE = ".scn-compiled"
_VERSION = 1
_ENDINGS = (".json", ".jsonl")
_MAX_NAMED = 10
"""The most leftover files that are listed by name."""


class Output(Record):
    """A file in the folder: its path there, its content, and its scripts."""

    path: Path
    text: str
    scripts: tuple[Input, ...]


class _Entry(Record):
    """A file that a run wrote: the hash of its content, and the paths of its scripts, relative to the folder."""

    digest: str
    scripts: tuple[str, ...]


class Manifest:
    """The manifest of `folder`; empty if it is missing or invalid."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / MANIFEST_FILE
        self._entries = self._load()

    def update(self, outputs: list[Output], *, prune: bool) -> None:
        """Record the files that a run wrote, and report or remove the leftovers of earlier runs.

        A file is a leftover if this run did not write it, although it compiled every script of the file that still
        exists, and wrote the results into the same folder.

        Raises:
            OSError: if the manifest can't be written.
        """
        written = {
            each.path.as_posix(): _Entry(_digest(each.text.encode()), tuple(map(self._seen, each.scripts)))
            for each in outputs
        }
        places = {
            (script, os.path.dirname(name))  # noqa: PTH120
            for name, entry in written.items()
            for script in entry.scripts
        }
        entries = {**self._entries, **written}
        left = []
        for name, entry in self._entries.items():
            content = self._content(name)
            if name in written or not (content is None or self._is_left(name, entry, places)):
                continue
            if content is not None and _digest(content) == entry.digest:
                left.append(name)
                if not prune:
                    continue
                os.unlink(self._folder / name)  # noqa: PTH108
            elif content is not None:
                echo(f"kept {self._folder / name}: it was edited after it was compiled", err=True)
            del entries[name]
        for sentence in self._sentences(left, prune=prune):
            echo(sentence, err=True)
        self._save(entries)

    def _sentences(self, left: list[str], *, prune: bool) -> Iterator[str]:
        for name in left[:_MAX_NAMED]:
            path = self._folder / name
            yield (
                f"removed {path}"
                if prune
                else f"{path} is left over from an earlier run: remove it with --prune"
            )
        if len(left) > _MAX_NAMED:
            count = len(left) - _MAX_NAMED
            rest = counted(count, "more file")
            yield f"removed {rest}" if prune else f"{rest} {'is' if count == 1 else 'are'} left over"

    def _is_left(self, name: str, entry: _Entry, places: set[tuple[str, str]]) -> bool:
        return all(
            (script, os.path.dirname(name)) in places  # noqa: PTH120
            or not (script == STDIN or os.path.lexists(self._folder / script))
            for script in entry.scripts
        )

    def _seen(self, script: Input) -> str:
        """Return the path of a script as the manifest spells it."""
        if script.path == STDIN:
            return STDIN
        return Path(relative_path(os.path.realpath(script.path), os.path.realpath(self._folder))).as_posix()

    def _content(self, name: str) -> bytes | None:
        """Read a file of the folder; return `None` if it does not exist, or a link leads outside."""
        path = str(self._folder / name)
        return read_own_file(path) if lies_in(os.path.realpath(path), str(self._folder)) else None

    def _load(self) -> dict[str, _Entry]:
        data = read_own_file(str(self._path))
        try:
            return dict(_read(data)) if data is not None else {}
        except ValueError:
            echo(f"scn: {self._path} is not valid, so it is rewritten", err=True)
            return {}

    def _save(self, entries: dict[str, _Entry]) -> None:
        import json  # noqa: PLC0415  (names may contain invalid Unicode, which needs escapes)

        files = {
            name: {"scripts": list(entry.scripts), "hash": entry.digest}
            for name, entry in sorted(entries.items())
        }
        data = (json.dumps({"version": _VERSION, "files": files}, indent=1) + "\n").encode()
        if data != read_own_file(str(self._path)):
            replace_own_file(str(self._path), data)


def _read(data: bytes) -> Iterator[tuple[str, _Entry]]:
    """Parse the entries of a manifest.

    Raises:
        ValueError: if scn would not write the manifest like this.
    """
    try:
        value = load(data.decode("utf-8"))
    except BadJson as error:
        raise ValueError("not JSON") from error
    if not (isinstance(value, dict) and set(value) == {"version", "files"} and value["version"] == _VERSION):
        raise ValueError("not a manifest")
    if not isinstance(value["files"], dict):
        raise ValueError("files missing")
    for name, entry in value["files"].items():
        if not (_is_name(name) and _is_entry(entry)):
            raise ValueError(name)
        yield name, _Entry(entry["hash"], tuple(entry["scripts"]))


def _is_name(name: str) -> bool:
    """Return whether this is the normalized path of an output inside the folder."""
    path = Path(name)
    return (
        name.endswith(_ENDINGS)
        and "\0" not in name
        and not (path.is_absolute() or path.drive)
        and ".." not in path.parts
        and path.as_posix() == name
    )


def _is_entry(value: Json) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"scripts", "hash"}
        and isinstance(value["hash"], str)
        and isinstance(value["scripts"], list)
        and bool(value["scripts"])
        and all(isinstance(each, str) and each and "\0" not in each for each in value["scripts"])
    )


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
