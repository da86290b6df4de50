"""Writes scripts that share what they have alike, and which payload went where."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from scn_compiler import api
from scn_compiler.cli.output.atomic import replace_own_file
from scn_compiler.cli.output.files import unwritable
from scn_compiler.cli.output.own_files import read_own_file
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import STDIN, Input
from scn_compiler.project.imported_files import project_folder
from scn_compiler.project.paths import relative_path
from scn_dsl.records import Record

SHARED_MANIFEST = ".scn-decompiled"
_VERSION = 1
_MOST_NAMED = 10
"""The most leftover scripts that are listed by name."""


class DecompiledFile(Record):
    """A script of a payload, before it shares anything.

    Attributes:
        name: Its path inside the output folder, with slashes.
    """

    input: Input
    name: str
    decompiled: api.Decompiled


def shared_scripts(
    files: Sequence[DecompiledFile], folder: Path | None, configs: ConfigDiscovery
) -> tuple[api.SharedScript, ...]:
    """Return the scripts to write; only those in one project can import each other."""
    scripts = [
        api.ScriptOfPayload(
            each.name,
            each.decompiled.text or "",
            each.decompiled.target or "",
            configs.config_for(str(folder / each.name) if folder else each.input.location).config,
        )
        for each in files
    ]
    return api.share(scripts, across_folders=folder is None or _is_in_project(folder, configs))


def _is_in_project(folder: Path, configs: ConfigDiscovery) -> bool:
    """Return whether scripts in the folders of `folder` belong to one project."""
    paths = configs.config_for(str(folder / "script.scn")).paths
    path = os.path.realpath(folder)
    return project_folder(path, paths) == project_folder(os.path.join(path, "folder"), paths)  # noqa: PTH118


def write_manifest(
    scripts: Sequence[api.SharedScript], files: Sequence[DecompiledFile], folder: Path
) -> None:
    """Write which payload went where, one payload a line.

    Raises:
        click.UsageError: if that fails.
    """
    entries = [
        (
            origin,
            {"payload": _seen(files[origin.script].input, folder), "scenario": name, "script": each.path},
        )
        for each in scripts
        for origin, name in zip(each.origins, each.names, strict=True)
    ]
    entries.sort(key=lambda entry: (entry[0].script, entry[0].number))
    lines = ",\n".join(f" {json.dumps(entry, ensure_ascii=False)}" for _, entry in entries)
    data = f'{{"version": {_VERSION}, "scenarios": [\n{lines}\n]}}\n'.encode()
    path = folder / SHARED_MANIFEST
    try:
        if data != read_own_file(str(path)):
            replace_own_file(str(path), data)
    except OSError as error:
        raise unwritable(path, error) from None


def _seen(each: Input, folder: Path) -> str:
    if each.path == STDIN:
        return STDIN
    return Path(relative_path(os.path.realpath(each.path), os.path.realpath(folder))).as_posix()


def report_shared(
    scripts: Sequence[api.SharedScript], files: Sequence[DecompiledFile], folder: Path | None
) -> None:
    """Print how much shorter the scripts are, and which scripts of an earlier run make their scenarios once more."""
    before = sum(_lines(each.decompiled.text or "") for each in files)
    after = sum(_lines(each.text) for each in scripts)
    if after >= before:
        echo("nothing to share: the scripts have too little alike", err=True)
    else:
        echo(f"shared: {after} lines instead of {before}", err=True)
    written = {each.path for each in scripts}
    left = [
        each.name for each in files if folder and each.name not in written and _has(folder / each.name, each)
    ]
    for name in left[:_MOST_NAMED]:
        assert folder
        echo(f"{folder / name} is left over from a run without --share: remove it", err=True)
    if len(left) > _MOST_NAMED:
        echo(f"{len(left) - _MOST_NAMED} more scripts are left over", err=True)


def _has(path: Path, file: DecompiledFile) -> bool:
    """Return whether a file is the script of a payload that shares nothing."""
    return os.path.isfile(path) and path.read_bytes() == (file.decompiled.text or "").encode()  # noqa: PTH113


def _lines(text: str) -> int:
    return text.count("\n")
