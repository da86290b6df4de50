"""`scn compile`."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from scn_compiler import api
from scn_compiler.api import Compiled
from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports, bug_at
from scn_compiler.cli.options import PATHS, TARGET, config_options
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import (
    OUTPUT,
    OutputPath,
    Unwritable,
    refuse_outside,
    refuse_overwriting,
    tidy_folders,
    unused_path,
    write_file,
)
from scn_compiler.cli.output.manifest import MANIFEST_FILE, Manifest, Output
from scn_compiler.cli.output.render import summary
from scn_compiler.cli.output.stderr import Reported, report_problems
from scn_compiler.cli.output.streams import is_standard_output
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.platforms import all_targets, target_named
from scn_compiler.platforms.kit.target import Payload, SourceMapEntry
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input, ReadFailure, read_all
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Source

_LINES = "scenarios.jsonl"
"""The file that `--jsonl` writes to in a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """The options of `scn compile`, except those of the configuration."""

    target: str | None
    output: OutputPath | None
    jsonl: bool
    compact: bool
    source_map: Path | None
    propose: bool
    keep_going: bool
    prune: bool


@dataclass(frozen=True, slots=True)
class _CompiledFile:
    """A script and its compilation."""

    input: Input
    text: str
    compiled: Compiled


@dataclass(frozen=True, slots=True)
class _Document:
    """One document of a target, its path inside an output folder, and its scripts."""

    path: Path
    payload: Payload
    target: str
    scripts: tuple[Input, ...]


def _source_map_path(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Return the path of the source map: `/dev/stdout` for `-`."""
    return Path("/dev/stdout") if path and is_standard_output(str(path)) else path


@click.command("compile", short_help="Compile scripts to payloads.")
@PATHS
@TARGET
@click.option(
    "-o", "--output", type=OUTPUT, help="Write to this file or folder; end the path of a new folder with `/`."
)
@click.option("--jsonl", is_flag=True, help="Write one payload per line (JSON Lines).")
@click.option("--compact", is_flag=True, help="Write JSON without line breaks and spaces.")
@click.option("--source-map", type=click.Path(path_type=Path), callback=_source_map_path,
              help="Write the source map to PATH: which line each condition came from.")  # fmt: skip
@click.option(
    "--propose", is_flag=True, help="Add lines that the target proposes for missing parts of the script."
)
@click.option(
    "--keep-going", is_flag=True, help="Compile scripts without errors even if other scripts have errors."
)
@click.option("--prune", is_flag=True,
              help="With -o FOLDER: delete payloads from earlier runs that scripts no longer compile to.")  # fmt: skip
@config_options(select=True)
def compile_command(paths: tuple[str, ...], configs: ConfigDiscovery, **options: Any) -> None:
    """Compile the scripts in PATHS (files, folders, or - for standard input) to payloads for a platform.

    A single payload goes to standard output or to the file -o. Several payloads need a folder (-o FOLDER/), --jsonl,
    or a target that holds them all. If a script has an error, nothing is written, unless you use --keep-going.
    """
    raise SystemExit(_compile_all(paths, configs, _Options(**options)))


def _compile_all(paths: tuple[str, ...], configs: ConfigDiscovery, options: _Options) -> int:
    """Compile the scripts in `paths`, write their documents, and return the exit code."""
    inputs = configs.find_scripts(paths)
    if not inputs:
        raise click.UsageError("nothing to compile: all scripts are excluded")
    output = options.output.path if options.output else None
    if not output and options.source_map and is_standard_output(options.source_map.as_posix()):
        raise click.UsageError(
            "the payload and the source map can't both go to standard output: name a file for one of them"
        )
    refuse_overwriting([output, options.source_map], inputs, configs.files())
    texts, all_readable = read_all(inputs)
    bugs: list[ReadFailure] = []
    files = [
        file for each, text in texts if (file := _compile_one(each, text, configs, options, bugs)) is not None
    ]
    if options.propose:
        _report_proposals(files)
    reported = _report_diagnostics(files, configs)
    usable = [file for file in files if file.compiled.ok]
    complete = all_readable and len(usable) == len(texts)
    if usable and (complete or options.keep_going):
        reported += _write(usable, configs, options, several_files=len(texts) > 1)
    if reported:
        echo(summary(reported, len(texts)), err=True)
    if ask_for_reports(bugs):
        return EXIT_BUG
    if not all_readable:
        return EXIT_UNREADABLE
    return int(any(diagnostic.severity is Severity.ERROR for diagnostic in reported))


def _compile_one(
    each: Input, text: str, configs: ConfigDiscovery, options: _Options, bugs: list[ReadFailure]
) -> _CompiledFile | None:
    """Compile one script; print a bug and add it to `bugs`, so that the run continues."""
    config = configs.config_for(each.location).config
    try:
        compiled = api.compile_text(
            text, path=each.file_path, target=options.target, config=config, propose=options.propose
        )
    except Exception as error:
        bugs.append(bug_at(each, error))
        echo(f"scn: {bugs[-1]}", err=True)
        return None
    return _CompiledFile(each, text, compiled)


def _report_proposals(files: list[_CompiledFile]) -> None:
    """Print the lines that the targets added to each script."""
    for file in files:
        name, compiled = file.input.display_name, file.compiled
        if target_named(compiled.target).propose is None:
            able = ", ".join(f"-t {name}" for name, target in all_targets().items() if target.propose)
            raise click.UsageError(
                f"`{compiled.target}`, the target of {name}, can't propose lines: use --propose with {able}"
            )
        for proposal in compiled.proposed:
            scenario = f" for `{proposal.scenario}`" if proposal.scenario else ""
            echo(f"{name}: proposed{scenario}: {proposal.line}", err=True)


def _report_diagnostics(files: list[_CompiledFile], configs: ConfigDiscovery) -> list[Diagnostic]:
    """Print the problems of each script and its configuration, and return them."""
    printed: list[Diagnostic] = []
    reported: Reported = set()
    for file in files:
        compiled, project = file.compiled, configs.config_for(file.input.location)
        printed += report_problems(
            file.input, file.text, compiled.diagnostics, compiled.findings.in_config, project, reported
        )
    return printed


def _write(
    files: list[_CompiledFile], configs: ConfigDiscovery, options: _Options, *, several_files: bool
) -> list[Diagnostic]:
    """Write the documents and the source map, unless combining has errors; return the findings of combining."""
    documents, findings = _documents(files, options.target, configs)
    if any(each.severity is Severity.ERROR for each in findings):
        return findings
    output = options.output
    combined = api.combines(options.target, len(files))
    to_folder = output is not None and (
        output.is_folder or (several_files and not (combined or options.jsonl))
    )
    if options.prune and not to_folder:
        raise click.UsageError("--prune requires an output folder: -o FOLDER/")
    if output:
        if to_folder and not options.jsonl:
            written = [output.path / each.path for each in documents]
        else:
            written = [output.path / _LINES if output.is_folder else output.path]
        inputs = [file.input for file in files]
        refuse_overwriting([*written, options.source_map], inputs, configs.files())
    _write_documents(documents, output, options, to_folder=to_folder)
    if options.source_map:
        tidy_folders([options.source_map])
        write_file(options.source_map, dump(_source_map(files)) + "\n")
    return findings


def _documents(
    files: list[_CompiledFile], target: str | None, configs: ConfigDiscovery
) -> tuple[list[_Document], list[Diagnostic]]:
    """Return the documents in order, and the printed findings of combining them for a target that holds many."""
    if target and api.combines(target, len(files)):
        projects = [configs.config_for(file.input.location) for file in files]
        combined = api.combine(
            [
                api.Part(Source(file.text, file.input.file_path), file.compiled, project.config)
                for file, project in zip(files, projects, strict=True)
            ],
            target,
        )
        printed: list[Diagnostic] = []
        for number, found in combined.findings:
            file = files[number]
            printed += report_problems(file.input, file.text, (found,), (), projects[number], set())
        return [
            _Document(Path("suite.json"), combined.payload, target, tuple(file.input for file in files))
        ], printed
    documents: list[_Document] = []
    taken: set[Path] = set()
    for file in files:
        payloads = file.compiled.payloads
        for payload in payloads:
            scenario = payload.name if len(payloads) > 1 else None
            path = unused_path(_document_path(Path(file.input.relative_path), scenario), taken)
            documents.append(_Document(path, payload, file.compiled.target, (file.input,)))
    return documents, []


def _document_path(script: Path, scenario: str | None) -> Path:
    """Return `booking.json`, or `booking.happy-path.json` for one of several scenarios in a script."""
    slug = re.sub(r"[^\w]+", "-", scenario.casefold()).strip("-")[:60] if scenario else ""
    return script.with_name(f"{script.stem}.{slug}.json" if slug else f"{script.stem}.json")


def _write_documents(
    documents: list[_Document], output: OutputPath | None, options: _Options, *, to_folder: bool
) -> None:
    if options.jsonl:
        text = "".join(dump(each.payload.value, compact=True) + "\n" for each in documents)
    elif len(documents) == 1 and not to_folder:
        text = dump(documents[0].payload.value, compact=options.compact) + "\n"
    elif output is None:
        suite = _suite_target(documents)
        hint = "write to a folder with -o, or use --jsonl" + (f" or a suite (-t {suite})" if suite else "")
        raise click.UsageError(f"these scripts compile to {len(documents)} payloads: {hint}")
    else:
        outputs = [
            Output(each.path, dump(each.payload.value, compact=options.compact) + "\n", each.scripts)
            for each in documents
        ]
        _write_to_folder(outputs, output.path, prune=options.prune)
        count = "1 payload" if len(documents) == 1 else f"{len(documents)} payloads"
        echo(f"wrote {count} to {output.path}", err=True)
        return
    if output is None:
        print_document(text)
    elif output.is_folder:
        scripts = tuple(script for each in documents for script in each.scripts)
        lines = Output(Path(_LINES), text, tuple(dict.fromkeys(scripts)))
        _write_to_folder([lines], output.path, prune=options.prune)
    else:
        tidy_folders([output.path])
        write_file(output.path, text)
        if os.path.isfile(output.path):  # noqa: PTH113  (not a pipe or a device)
            echo(f"wrote {output.path}", err=True)


def _write_to_folder(outputs: list[Output], folder: Path, *, prune: bool) -> None:
    """Write files and the manifest into a folder; write nothing if one would end up outside."""
    if os.path.isfile(folder):  # noqa: PTH113
        raise click.UsageError(f"{folder} is a file, but {len(outputs)} payloads need a folder")
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
        raise Unwritable(folder / MANIFEST_FILE, error) from None


def _suite_target(documents: list[_Document]) -> str | None:
    """Return the target that holds all documents in one; `None` if there is no such target."""
    platforms = {target_named(each.target).platform for each in documents}
    suites = (target for target in all_targets().values() if target.holds_many)
    return next((suite.name for suite in suites if platforms == {suite.platform}), None)


def _source_map(files: list[_CompiledFile]) -> Json:
    """Map each condition of each document to the line that it came from."""
    return {
        "version": 1,
        "documents": [
            {
                "name": payload.name,
                "file": file.input.display_name,
                "conditions": [
                    _source_map_entry(entry, Source(file.text))
                    for entry in payload.entries(target_named(file.compiled.target))
                ],
            }
            for file in files
            for payload in file.compiled.payloads
        ],
    }


def _source_map_entry(entry: SourceMapEntry, source: Source) -> Json:
    line = source.position(entry.offset).line
    return {"scenario": entry.scenario, "id": entry.id, "label": entry.label, "line": line}
