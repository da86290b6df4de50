"""Writes documents and source maps to files and folders."""

import os
import re
from pathlib import Path

from scn_compiler.cli.compile.documents import CompiledFile, Document
from scn_compiler.cli.output.files import (
    OutputPath,
    refuse_outside,
    refuse_overwriting,
    tidy_folders,
    unused_path,
    unwritable,
    write_file,
)
from scn_compiler.cli.output.manifest import MANIFEST_FILE, Manifest, Output
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.platforms import target_named
from scn_compiler.platforms.kit.target import SourceMapEntry
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.reuse.library import INSERTED
from scn_dsl.source import ROW, Source
from scn_dsl.wording import counted

_LINES = "scenarios.jsonl"
"""The file that `--jsonl` writes to in a folder."""


def refuse_outputs(
    documents: list[Document],
    output: OutputPath | None,
    source_map: Path | None,
    files: list[CompiledFile],
    configs: ConfigDiscovery,
    *,
    one_file: bool,
) -> None:
    """Check that no file to write, a single one or one for each document, overwrites another.

    Raises:
        click.UsageError: for the first one that would.
    """
    written: list[Path] = []
    if output and one_file:
        written = [output.path / _LINES if output.is_folder else output.path]
    elif output:
        written = [output.path / each for each in _paths(documents)]
    imported = [str(each.path) for file in files for each in file.compiled.sources]
    inputs = [file.input for file in files]
    refuse_overwriting([*written, source_map], inputs, [*configs.files(), *imported])


def write_to_file(text: str, documents: list[Document], output: OutputPath, *, prune: bool) -> None:
    """Write the text of the documents to one file; in a folder, to a file for JSON Lines."""
    if output.is_folder:
        scripts = tuple(script for each in documents for script in each.scripts)
        lines = Output(Path(_LINES), text, tuple(dict.fromkeys(scripts)))
        _write_to_folder([lines], output.path, prune=prune)
        return
    tidy_folders([output.path])
    write_file(output.path, text)
    if os.path.isfile(output.path):  # noqa: PTH113  (not a pipe or a device)
        echo(f"wrote {output.path}", err=True)


def write_to_folder(documents: list[Document], folder: Path, *, compact: bool, prune: bool) -> None:
    """Write one file for each document into a folder."""
    outputs = [
        Output(path, each.json(compact=compact), each.scripts)
        for path, each in zip(_paths(documents), documents, strict=True)
    ]
    _write_to_folder(outputs, folder, prune=prune)
    count = counted(len(documents), "payload")
    echo(f"wrote {count} to {folder}", err=True)


def _paths(documents: list[Document]) -> list[Path]:
    """Return the path of each document inside the output folder."""
    taken: set[Path] = set()
    return [unused_path(_path(Path(each.script), each.scenario), taken) for each in documents]


def _path(script: Path, scenario: str | None) -> Path:
    """Return `booking.json`, or `booking.happy-path.json` for one of several scenarios in a script."""
    slug = re.sub(r"[^\w]+", "-", scenario.casefold()).strip("-")[:60] if scenario else ""
    return script.with_name(f"{script.stem}.{slug}.json" if slug else f"{script.stem}.json")


def _write_to_folder(outputs: list[Output], folder: Path, *, prune: bool) -> None:
    """Write files and the manifest into a folder; write nothing if one would end up outside."""
    if os.path.isfile(folder):  # noqa: PTH113
        raise usage_error(f"{folder} is a file, but {len(outputs)} payloads need a folder")
    paths = [folder / each.path for each in outputs]
    refuse_outside(folder, paths)
    tidy_folders([folder / MANIFEST_FILE, *paths])
    for each in outputs:
        path = folder / each.path
        if not (os.path.isfile(path) and path.read_bytes() == each.text.encode("utf-8")):  # noqa: PTH113
            write_file(path, each.text)
    try:
        Manifest(folder).update(outputs, prune=prune)
    except OSError as error:
        raise unwritable(folder / MANIFEST_FILE, error) from None


def write_source_map(path: Path, files: list[CompiledFile]) -> None:
    """Write which line each condition of each document came from."""
    tidy_folders([path])
    write_file(path, dump(_source_map(files)) + "\n")


def _source_map(files: list[CompiledFile]) -> Json:
    return {
        "version": 1,
        "documents": [
            {
                "name": payload.name,
                "file": file.input.display_name,
                "conditions": [
                    _source_map_entry(entry, Source(file.text), others)
                    for entry in payload.entries(target_named(file.compiled.target))
                ],
            }
            for file in files
            for others in [{one.path: one for one in file.compiled.sources}]
            for payload in file.compiled.payloads
        ],
    }


def _source_map_entry(entry: SourceMapEntry, source: Source, others: dict[str | None, Source]) -> Json:
    """Return the place of a condition; of an inserted one also the line that inserts it, and the row if there is one."""
    origin = entry.span.origin
    written_in = others.get(origin.path, source) if origin and origin.path else source
    line = written_in.position(entry.span.start).line
    mapped = {"scenario": entry.scenario, "id": entry.id, "label": entry.label, "line": line}
    if origin is None:
        return mapped
    if written_in is not source:
        mapped["file"] = origin.path
    for step in origin.chain:
        if step.span.origin is None:
            kind = "inserted" if step.message == INSERTED else ROW
            mapped.setdefault(kind, source.position(step.span.start).line)
    return mapped
