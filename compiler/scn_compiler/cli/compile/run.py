"""Runs `scn compile`; loads click only to raise a usage error."""

from scn_compiler import api
from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports, bug_at
from scn_compiler.cli.compile.documents import CompiledFile, Document, documents_of, suite_target
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.render import summary
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.platforms import all_targets, target_named
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input, ReadFailure, read_all
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import KeywordRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from scn_compiler.cli.output.files import OutputPath


class CompileOptions(KeywordRecord):
    """The options of `scn compile`, except those of the configuration; the defaults are those of the command line."""

    target: str | None = None
    output: "OutputPath | None" = None
    jsonl: bool = False
    compact: bool = False
    source_map: "Path | None" = None
    propose: bool = False
    keep_going: bool = False
    prune: bool = False


def run_compile(paths: tuple[str, ...], configs: ConfigDiscovery, options: CompileOptions) -> int:
    """Compile the scripts in `paths`, write their documents, and return the exit code.

    Raises:
        click.ClickException: if options conflict, or a path or a configuration can't be used; findings may already be
            printed.
    """
    inputs = configs.find_scripts(paths)
    if not inputs:
        raise usage_error("nothing to compile: all scripts are excluded")
    if options.prune and not configs.choice.is_everything:
        raise usage_error(
            "--prune cannot be used with --tags or --name: it deletes the payloads of other scenarios"
        )
    if options.output or options.source_map:
        _refuse(inputs, configs, options)
    texts, all_readable = read_all(inputs)
    bugs: list[ReadFailure] = []
    files = [
        file for each, text in texts if (file := _compile_one(each, text, configs, options, bugs)) is not None
    ]
    if not configs.choice.is_everything:
        files = [file for file in files if file.compiled.document.scenarios]
        if not (files or bugs) and all_readable:
            raise usage_error(configs.choice.no_match)
    scripts = [file for file in files if not file.compiled.is_library]
    if options.propose:
        _report_proposals(scripts)
    reported = _report_diagnostics(files, configs)
    complete = all_readable and not bugs and all(file.compiled.ok for file in files)
    if complete and not scripts:
        raise usage_error(_without_scenarios(files))
    usable = [file for file in scripts if file.compiled.ok]
    if usable and (complete or options.keep_going):
        reported += _write(usable, configs, options, several_files=len(scripts) > 1)
    if reported:
        echo(summary(reported, len(files) + len(bugs)), err=True)
    if ask_for_reports(bugs):
        return EXIT_BUG
    if not all_readable:
        return EXIT_UNREADABLE
    return int(any(diagnostic.severity is Severity.ERROR for diagnostic in reported))


def _without_scenarios(files: list[CompiledFile]) -> str:
    """Say that there is nothing to compile because all files are libraries."""
    name = files[0].input.display_name
    subject = f"{name} has" if len(files) == 1 else f"{name} and the other files have"
    return f"nothing to compile: {subject} no scenario, only fragments, values or tests"


def _refuse(inputs: list[Input], configs: ConfigDiscovery, options: CompileOptions) -> None:
    """Check the paths that the options name, before anything is done."""
    from scn_compiler.cli.output.files import refuse_overwriting  # noqa: PLC0415  (only runs with -o need it)
    from scn_compiler.cli.output.streams import is_standard_output  # noqa: PLC0415

    output = options.output.path if options.output else None
    if not output and options.source_map and is_standard_output(options.source_map.as_posix()):
        raise usage_error(
            "the payload and the source map can't both go to standard output: name a file for one of them"
        )
    refuse_overwriting([output, options.source_map], inputs, configs.files())


def _compile_one(
    each: Input, text: str, configs: ConfigDiscovery, options: CompileOptions, bugs: list[ReadFailure]
) -> CompiledFile | None:
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
    return CompiledFile(each, text, compiled)


def _report_proposals(files: list[CompiledFile]) -> None:
    """Print the lines that the targets added to each script."""
    for file in files:
        name, compiled = file.input.display_name, file.compiled
        if target_named(compiled.target).propose is None:
            able = ", ".join(f"-t {name}" for name, target in all_targets().items() if target.propose)
            raise usage_error(
                f"`{compiled.target}`, the target of {name}, can't propose lines: use --propose with {able}"
            )
        for proposal in compiled.proposed:
            scenario = f" for `{proposal.scenario}`" if proposal.scenario else ""
            echo(f"{name}: proposed{scenario}: {proposal.line}", err=True)


def _report_diagnostics(files: list[CompiledFile], configs: ConfigDiscovery) -> list[Diagnostic]:
    """Print the problems of each script, its configuration and the files that it imports, and return them."""
    report = ProblemReport()
    for file in files:
        compiled, project = file.compiled, configs.config_for(file.input.location)
        report.add(file.input, file.text, compiled.diagnostics, project, compiled.findings)
    return report.printed


def _write(
    files: list[CompiledFile], configs: ConfigDiscovery, options: CompileOptions, *, several_files: bool
) -> list[Diagnostic]:
    """Write the documents and the source map, unless combining has errors; return the findings of combining."""
    documents, findings = documents_of(files, options.target, configs)
    if any(each.severity is Severity.ERROR for each in findings):
        return findings
    output = options.output
    to_folder = output is not None and (
        output.is_folder
        or (several_files and not (options.jsonl or api.combines(options.target, len(files))))
    )
    if options.prune and not to_folder:
        raise usage_error("--prune requires an output folder: -o FOLDER/")
    one_file = options.jsonl or not to_folder
    if output or options.source_map:
        from scn_compiler.cli.compile.output import refuse_outputs  # noqa: PLC0415  (loads pathlib, which is slow)

        refuse_outputs(documents, output, options.source_map, files, configs, one_file=one_file)
    _write_documents(documents, options, to_folder=to_folder)
    if options.source_map:
        from scn_compiler.cli.compile.output import write_source_map  # noqa: PLC0415

        write_source_map(options.source_map, files)
    return findings


def _write_documents(documents: list[Document], options: CompileOptions, *, to_folder: bool) -> None:
    output = options.output
    if options.jsonl:
        text = "".join(each.json(compact=True) for each in documents)
    elif len(documents) == 1 and not to_folder:
        text = documents[0].json(compact=options.compact)
    elif output is None and not documents:
        raise usage_error("nothing to compile: these files have only fragments and values for other scripts")
    elif output is None:
        suite = suite_target(documents)
        hint = "write to a folder with -o, or use --jsonl" + (f" or a suite (-t {suite})" if suite else "")
        raise usage_error(f"these scripts compile to {len(documents)} payloads: {hint}")
    else:
        from scn_compiler.cli.compile.output import write_to_folder  # noqa: PLC0415

        write_to_folder(documents, output.path, compact=options.compact, prune=options.prune)
        return
    if output is None:
        print_document(text)
    else:
        from scn_compiler.cli.compile.output import write_to_file  # noqa: PLC0415

        write_to_file(text, documents, output, prune=options.prune)
