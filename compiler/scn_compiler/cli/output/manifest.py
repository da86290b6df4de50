"""The manifest of a folder of payloads: what `scn compile` wrote there, and of which scripts.

It lies in the folder, so anybody may have written it. It is believed only that a file of this content, in this folder,
is an output: nothing else is ever removed.
"""

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from scn_compiler.cli.output.atomic import read_own_file, replace_own_file
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.project.console import echo
from scn_compiler.project.files import STDIN, Input
from scn_compiler.project.project_config import relative_path
from scn_compiler.project.walk import lies_in
from scn_dsl.records import Record

MANIFEST_FILE = ".scn-compiled"
_VERSION = 1
_ENDINGS = (".json", ".jsonl")
_MAX_NAMED = 10
"""So many files that are left are named one by one."""


class Output(Record):
    """A file in the folder: its path there, its content, and the scripts that it is made of."""

    path: Path
    text: str
    scripts: tuple[Input, ...]


class _Entry(Record):
    """A file that a run wrote: the hash of its content, and the paths of its scripts, seen from the folder."""

    digest: str
    scripts: tuple[str, ...]


class Manifest:
    """The manifest of the folder `folder`; empty if there is none, or none that can be believed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / MANIFEST_FILE
        self._entries = self._load()

    def update(self, outputs: list[Output], *, prune: bool) -> None:
        """Take over what a run wrote, and tell of, or remove, what nothing makes any more.

        That is a file of an earlier run which this one has not written, although it wrote into the same folder what it
        made of each of the file's scripts that still exist.

        Raises:
            OSError: if the manifest cannot be written.
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
            rest = f"{len(left) - _MAX_NAMED} more"
            yield f"removed {rest}" if prune else f"{rest} are left over"

    def _is_left(self, name: str, entry: _Entry, places: set[tuple[str, str]]) -> bool:
        return all(
            (script, os.path.dirname(name)) in places  # noqa: PTH120
            or not (script == STDIN or os.path.lexists(self._folder / script))
            for script in entry.scripts
        )

    def _seen(self, script: Input) -> str:
        """The path of a script, as the manifest has it."""
        if script.path == STDIN:
            return STDIN
        return Path(relative_path(os.path.realpath(script.path), os.path.realpath(self._folder))).as_posix()

    def _content(self, name: str) -> bytes | None:
        """What is in a file of the folder; `None` if there is none, or it is reached by a link that leads outside."""
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
        import json  # noqa: PLC0415  (a name may hold what is no Unicode, and only escapes can say that)

        files = {
            name: {"scripts": list(entry.scripts), "hash": entry.digest}
            for name, entry in sorted(entries.items())
        }
        data = (json.dumps({"version": _VERSION, "files": files}, indent=1) + "\n").encode()
        if data != read_own_file(str(self._path)):
            replace_own_file(str(self._path), data)


def _read(data: bytes) -> Iterator[tuple[str, _Entry]]:
    """The entries of a manifest.

    Raises:
        ValueError: if anything in it is not as scn writes it.
    """
    try:
        value = load(data.decode("utf-8"))
    except BadJson as error:
        raise ValueError("no JSON") from error
    if not (isinstance(value, dict) and set(value) == {"version", "files"} and value["version"] == _VERSION):
        raise ValueError("no manifest")
    if not isinstance(value["files"], dict):
        raise ValueError("no files")
    for name, entry in value["files"].items():
        if not (_is_name(name) and _is_entry(entry)):
            raise ValueError(name)
        yield name, _Entry(entry["hash"], tuple(entry["scripts"]))


def _is_name(name: str) -> bool:
    """Whether this is the path of an output below the folder, in its plain spelling."""
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
