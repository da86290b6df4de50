"""`scn compile`."""

import re
from dataclasses import dataclass
from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.api import Compiled
from scn_compiler.cli.files import UNREADABLE, Input, find, load_all, write
from scn_compiler.cli.options import PATHS, TARGET
from scn_compiler.cli.render import full, summary
from scn_compiler.jsontext import Json, dump
from scn_compiler.platforms import TARGETS
from scn_compiler.target import Payload
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Source


@dataclass(frozen=True, slots=True)
class _Output:
    """One document, and the file that it goes to in a folder."""

    path: Path
    payload: Payload
    source: Source


@click.command("compile")
@PATHS
@TARGET
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File, or folder for several documents."
)
@click.option("--jsonl", is_flag=True, help="One document a line.")
@click.option("--compact", is_flag=True, help="Without line breaks and blanks.")
@click.option("--source-map", type=click.Path(path_type=Path),
              help="Write here which line each condition came from.")  # fmt: skip
@click.option("--keep-going", is_flag=True, help="Write the files without errors even if others have some.")
def compile_(
    paths: tuple[str, ...],
    target: str | None,
    output: Path | None,
    jsonl: bool,
    compact: bool,
    source_map: Path | None,
    keep_going: bool,
) -> None:
    """Compile the scripts in PATHS (files, folders, or - for standard input) to a platform's payloads.

    One document goes to standard output or the file -o; several need a folder (-o DIR), --jsonl, or a target
    that holds many. Nothing is written if anything has an error, unless --keep-going is given.
    """
    texts, readable = load_all(find(paths or (".",), ".scn"))
    made = [(each, text, api.compile_text(text, path=each.named, target=target)) for each, text in texts]
    found = _narrate(made)
    usable = [entry for entry in made if entry[2].ok]
    complete = readable and len(usable) == len(made)
    if usable and (complete or keep_going):
        outputs, problems = _outputs(usable, target)
        found.extend(problems)
        for problem in problems:
            click.echo(f"{problem.severity.word}[{problem.code}] {problem.name}: {problem.message}", err=True)
        if not any(problem.severity is Severity.ERROR for problem in problems):
            _deliver(outputs, output, jsonl=jsonl, compact=compact)
            if source_map:
                write(source_map, dump(_map(outputs)) + "\n")
    if found:
        click.echo(summary(found, len(texts)), err=True)
    failed = any(diagnostic.severity is Severity.ERROR for diagnostic in found)
    raise SystemExit(UNREADABLE if not readable else int(failed))


def _narrate(made: list[tuple[Input, str, Compiled]]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for each, text, compiled in made:
        source = Source(text)
        worth_saying = [one for one in compiled.diagnostics if one.severity is not Severity.INFO]
        for diagnostic in worth_saying:
            click.echo(full(diagnostic, source, each.shown), err=True)
        found.extend(worth_saying)
    return found


def _outputs(
    usable: list[tuple[Input, str, Compiled]], target: str | None
) -> tuple[list[_Output], list[Diagnostic]]:
    """The documents in order; for a target that holds many, all in one."""
    if target and TARGETS[target].holds_many and len(usable) > 1:
        emitted = api.combine(tuple(compiled for _, _, compiled in usable), target)
        payload = Payload(emitted.payloads[0].name, emitted.payloads[0].value)
        worst = [found for found in emitted.diagnostics if found.severity is Severity.ERROR]
        return [_Output(Path("suite.json"), payload, Source("", None))], worst
    outputs: list[_Output] = []
    taken: set[Path] = set()
    for each, text, compiled in usable:
        several = len(compiled.payloads) > 1
        for payload in compiled.payloads:
            path = _name(each.below, payload.name if several else None, taken)
            taken.add(path)
            outputs.append(_Output(path, payload, Source(text, each.shown)))
    return outputs, []


def _name(below: Path, scenario: str | None, taken: set[Path]) -> Path:
    """`booking.json`, or `booking.happy-path.json` for one of several scenarios of a file; never one twice."""
    slug = re.sub(r"[^\w]+", "-", scenario.casefold()).strip("-")[:60] if scenario else ""
    stem = f"{below.stem}.{slug}" if slug else below.stem
    path, number = below.with_name(f"{stem}.json"), 2
    while path in taken:
        path, number = below.with_name(f"{stem}-{number}.json"), number + 1
    return path


def _deliver(outputs: list[_Output], output: Path | None, *, jsonl: bool, compact: bool) -> None:
    folder = output is not None and (output.is_dir() or str(output).endswith("/"))
    if jsonl:
        text = "".join(dump(each.payload.value, compact=True) + "\n" for each in outputs)
    elif len(outputs) == 1 and not folder:
        text = dump(outputs[0].payload.value, compact=compact) + "\n"
    else:
        _to_folder(outputs, output, compact=compact)
        return
    if output is None:
        click.echo(text, nl=False)
    else:
        write(output / "scenarios.jsonl" if folder else output, text)


def _to_folder(outputs: list[_Output], output: Path | None, *, compact: bool) -> None:
    if output is None:
        hint = "name a folder with -o, or use --jsonl or a suite (-t cekura-suite)"
        raise click.UsageError(f"this makes {len(outputs)} documents: {hint}")
    if output.is_file():
        raise click.UsageError(f"{output} is a file, and {len(outputs)} documents need a folder")
    for each in outputs:
        path = output / each.path
        text = dump(each.payload.value, compact=compact) + "\n"
        if not (path.is_file() and path.read_text(encoding="utf-8") == text):
            write(path, text)
    click.echo(f"{len(outputs)} documents written to {output}", err=True)


def _map(outputs: list[_Output]) -> Json:
    """Which block each condition came from."""
    return {
        "version": 1,
        "documents": [
            {
                "name": each.payload.name,
                "file": each.source.path,
                "conditions": [
                    {"id": entry.id, "label": entry.label, "line": each.source.position(entry.offset).line}
                    for entry in each.payload.entries
                ],
            }
            for each in outputs
        ],
    }
