"""`scn compile`."""

import re
from dataclasses import dataclass
from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.api import Compiled
from scn_compiler.cli.options import PATHS, TARGET, configured
from scn_compiler.cli.output.files import OUTPUT, free, guard, is_folder, write_file
from scn_compiler.cli.output.render import summary
from scn_compiler.cli.output.stderr import tell
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.platforms import all_targets, target_named
from scn_compiler.platforms.kit.target import Payload, SourceMapEntry
from scn_compiler.project.discovery import Configurations
from scn_compiler.project.files import UNREADABLE, Input, load_all
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Source


@dataclass(frozen=True, slots=True)
class _Output:
    """One document of a target, and the file that it goes to in a folder."""

    path: Path
    payload: Payload
    target: str


@click.command("compile", short_help="Make payloads of scripts.")
@PATHS
@TARGET
@click.option(
    "-o", "--output", type=OUTPUT, help="File, or folder (with `/` at its end, or for several documents)."
)
@click.option("--jsonl", is_flag=True, help="One document a line.")
@click.option("--compact", is_flag=True, help="Without line breaks and blanks.")
@click.option("--source-map", type=click.Path(path_type=Path),
              help="Write here which line each condition came from.")  # fmt: skip
@click.option(
    "--propose", is_flag=True, help="Add what the target proposes where the script does not say it."
)
@click.option("--keep-going", is_flag=True, help="Write the files without errors even if others have some.")
@configured(selecting=True)
def compile_(
    paths: tuple[str, ...],
    target: str | None,
    output: Path | None,
    jsonl: bool,
    compact: bool,
    source_map: Path | None,
    propose: bool,
    keep_going: bool,
    configs: Configurations,
) -> None:
    """Compile the scripts in PATHS (files, folders, or - for standard input) to a platform's payloads.

    One document goes to standard output or the file -o; several need a folder (-o DIR), --jsonl, or a target
    that holds many. Nothing is written if anything has an error, unless --keep-going is given.
    """
    inputs = configs.scripts(paths)
    if not inputs:
        raise click.UsageError("there is nothing to compile: what is meant is excluded")
    guard([output, source_map], inputs)
    texts, readable = load_all(inputs)
    made = [
        (
            each,
            text,
            api.compile_text(
                text, path=each.named, target=target, config=configs.of(each.path).config, propose=propose
            ),
        )
        for each, text in texts
    ]
    if propose:
        _tell_proposals(made)
    told: set[tuple[str, Diagnostic]] = set()
    found: list[Diagnostic] = []
    for each, text, compiled in made:
        found.extend(
            tell(each, text, compiled.diagnostics, compiled.findings.in_config, configs.of(each.path), told)
        )
    usable = [entry for entry in made if entry[2].ok]
    complete = readable and len(usable) == len(made)
    if usable and (complete or keep_going):
        outputs, problems = _outputs(usable, target, configs)
        found.extend(problems)
        for problem in problems:
            click.echo(f"{problem.severity.word}[{problem.code}] {problem.name}: {problem.message}", err=True)
        if not problems:
            joined = bool(target) and target_named(str(target)).holds_many
            folder = output is not None and (is_folder(output) or (len(made) > 1 and not joined))
            _deliver(outputs, output, folder=folder, jsonl=jsonl, compact=compact)
            if source_map:
                write_file(source_map, dump(_map(usable)) + "\n")
    if found:
        click.echo(summary(found, len(texts)), err=True)
    failed = any(diagnostic.severity is Severity.ERROR for diagnostic in found)
    raise SystemExit(UNREADABLE if not readable else int(failed))


def _tell_proposals(made: list[tuple[Input, str, Compiled]]) -> None:
    """Say which lines were added to which scripts."""
    for each, _, compiled in made:
        if target_named(compiled.target).propose is None:
            able = ", ".join(f"-t {name}" for name, target in all_targets().items() if target.propose)
            raise click.UsageError(
                f"`{compiled.target}` has nothing to propose for {each.shown}: --propose goes with {able}"
            )
        for proposal in compiled.proposed:
            place = f" for `{proposal.scenario}`" if proposal.scenario else ""
            click.echo(f"{each.shown}: proposed{place}: {proposal.line}", err=True)


def _outputs(
    usable: list[tuple[Input, str, Compiled]], target: str | None, configs: Configurations
) -> tuple[list[_Output], list[Diagnostic]]:
    """The documents in order; for a target that holds many, all in one."""
    if target and target_named(target).holds_many and len(usable) > 1:
        config = configs.of(usable[0][0].path).config
        emitted = api.combine(tuple(compiled for _, _, compiled in usable), target, config)
        payload = Payload(emitted.payloads[0].name, emitted.payloads[0].value)
        worst = [found for found in emitted.diagnostics if found.severity is Severity.ERROR]
        return [_Output(Path("suite.json"), payload, target)], worst
    outputs: list[_Output] = []
    taken: set[Path] = set()
    for each, _, compiled in usable:
        several = len(compiled.payloads) > 1
        for payload in compiled.payloads:
            path = free(_name(Path(each.below), payload.name if several else None), taken)
            outputs.append(_Output(path, payload, compiled.target))
    return outputs, []


def _name(below: Path, scenario: str | None) -> Path:
    """`booking.json`, or `booking.happy-path.json` for one of several scenarios of a file."""
    slug = re.sub(r"[^\w]+", "-", scenario.casefold()).strip("-")[:60] if scenario else ""
    return below.with_name(f"{below.stem}.{slug}.json" if slug else f"{below.stem}.json")


def _deliver(
    outputs: list[_Output], output: Path | None, *, folder: bool, jsonl: bool, compact: bool
) -> None:
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
        write_file(output / "scenarios.jsonl" if is_folder(output) else output, text)


def _to_folder(outputs: list[_Output], output: Path | None, *, compact: bool) -> None:
    if output is None:
        suite = _suite_of(outputs)
        hint = "name a folder with -o, or use --jsonl" + (f" or a suite (-t {suite})" if suite else "")
        raise click.UsageError(f"this makes {len(outputs)} documents: {hint}")
    if output.is_file():
        raise click.UsageError(f"{output} is a file, and {len(outputs)} documents need a folder")
    for each in outputs:
        path = output / each.path
        text = dump(each.payload.value, compact=compact) + "\n"
        if not (path.is_file() and path.read_text(encoding="utf-8") == text):
            write_file(path, text)
    what = "1 document" if len(outputs) == 1 else f"{len(outputs)} documents"
    click.echo(f"{what} written to {output}", err=True)


def _suite_of(outputs: list[_Output]) -> str | None:
    """The target that holds all of the documents in one; `None` if there is none."""
    platforms = {target_named(each.target).platform for each in outputs}
    suites = (target for target in all_targets().values() if target.holds_many)
    return next((suite.name for suite in suites if platforms == {suite.platform}), None)


def _map(usable: list[tuple[Input, str, Compiled]]) -> Json:
    """Which block each condition came from, document by document of each file."""
    return {
        "version": 1,
        "documents": [
            {
                "name": payload.name,
                "file": each.shown,
                "conditions": [
                    _entry(entry, Source(text)) for entry in payload.entries(target_named(compiled.target))
                ],
            }
            for each, text, compiled in usable
            for payload in compiled.payloads
        ],
    }


def _entry(entry: SourceMapEntry, source: Source) -> Json:
    line = source.position(entry.offset).line
    return {"scenario": entry.scenario, "id": entry.id, "label": entry.label, "line": line}
