"""A run of `scn measure`."""

from collections.abc import Iterator
from pathlib import Path

from scn_compiler import api
from scn_compiler.cli.measure.documents import measurement_document, write_tables
from scn_compiler.cli.measure.engines import LOCAL, Engine
from scn_compiler.cli.measure.judgement import FAILURES, judge
from scn_compiler.cli.measure.page import measurement_page
from scn_compiler.cli.measure.text import intake_notes, shown_measurement
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import OutputPath, refuse_overwriting, tidy_folders, unwritable, write_file
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.cli.output.style import PLAIN, style_for
from scn_compiler.cli.rehearsal.run import read_policy
from scn_compiler.cli.rehearsal.verdicts import read_cassette
from scn_compiler.inert_text import inert
from scn_compiler.jsondoc.codec import dump
from scn_compiler.measure.conditions import Condition, conditions_in
from scn_compiler.measure.matching import plan_of
from scn_compiler.measure.totals import Measured
from scn_compiler.measure.transcripts.columns import BadColumns, ColumnNames, read_columns
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input, read_all
from scn_dsl.file_names import TEST_SUFFIX
from scn_dsl.records import Record
from scn_dsl.source import Source

NEAR_SAMPLE = 5_000
"""In how many utterances `--near` looks: with more, it takes longer than all the rest."""


class MeasureOptions(Record):
    """The options of a run."""

    transcripts: tuple[str, ...] = ()
    columns: str | None = None
    agent: tuple[str, ...] = ()
    numbers: bool = False
    near: bool = False
    cassette: Path | None = None
    policies: tuple[str, ...] = ()
    output_format: str = "text"
    output: OutputPath | None = None
    engine: str = LOCAL
    jobs: int | None = None
    color: str = "auto"


def run_measure(paths: tuple[str, ...], configs: ConfigDiscovery, options: MeasureOptions) -> int:
    """Measure scripts on transcripts, print or write the report, and return the exit code.

    Raises:
        click.UsageError: for wrong options, and without transcripts.
    """
    columns = _columns(options)
    engine = Engine(options.engine, options.jobs)
    transcripts = engine.transcripts(options.transcripts)
    _check_output(options)
    inputs = [each for each in configs.find_scripts(paths) if not each.is_excluded]
    scripts, all_readable = read_all([each for each in inputs if not each.display_name.endswith(TEST_SUFFIX)])
    report = ProblemReport()
    conditions = [each for one in scripts for each in _conditions(one, configs, options.policies, report)]
    if not conditions:
        if not all_readable:
            return EXIT_UNREADABLE
        nothing = "nothing to measure: these scripts have no blocks with a condition"
        raise usage_error(nothing if configs.choice.is_everything else configs.choice.no_match)
    verdict = read_cassette(options.cassette) if options.cassette else None
    plan = plan_of(
        conditions, verdict=verdict, numbers=options.numbers, sample=NEAR_SAMPLE if options.near else 0
    )
    measured, intake = transcripts.measured(plan, engine, columns, options.agent)
    for note in intake_notes(intake):
        echo(f"scn: {note}", err=True)
    _report(measured, intake, options, [*inputs], transcripts.files)
    if not all_readable or intake.unreadable or not measured.utterances:
        if not measured.utterances:
            echo("scn: the transcripts have no words of the agent", err=True)
        return EXIT_UNREADABLE
    return int(bool(report.printed) or any(each.kind in FAILURES for each in judge(measured)))


def _columns(options: MeasureOptions) -> ColumnNames:
    if not options.transcripts:
        raise usage_error("name the recorded calls: --transcripts FILES")
    try:
        return ColumnNames() if options.columns is None else read_columns(options.columns)
    except BadColumns as error:
        raise usage_error(str(error)) from None


def _check_output(options: MeasureOptions) -> None:
    if options.output_format == "parquet":
        if not options.output:
            raise usage_error("--format parquet writes two files: add -o FOLDER")
    elif options.output and options.output.is_folder:
        raise usage_error(f"{options.output} is a folder: name a file")


def _conditions(
    script: tuple[Input, str], configs: ConfigDiscovery, policies: tuple[str, ...], report: ProblemReport
) -> Iterator[Condition]:
    each, text = script
    project = configs.config_for(each.location)
    policy = read_policy(policies, project.config)
    compiled = api.compile_text(text, path=each.file_path, config=project.config)
    report.add_errors(each, text, compiled, project)
    yield from conditions_in(compiled, Source(text, each.display_name), policy)


def _report(
    measured: Measured, intake: Intake, options: MeasureOptions, inputs: list[Input], files: tuple[Path, ...]
) -> None:
    path = options.output.path if options.output else None
    if options.output_format == "parquet" and path:
        try:
            for written in write_tables(measured, intake, path):
                echo(f"wrote {written}", err=True)
        except OSError as error:
            raise unwritable(path, error) from None
        return
    if options.output_format == "json":
        text = dump(measurement_document(measured, intake)) + "\n"
    elif options.output_format == "html":
        text = measurement_page(measured, intake)
    else:
        style = PLAIN if path else style_for(options.color)
        lines = "\n".join(shown_measurement(measured, style)) + "\n"
        text = lines if style.color else inert(lines)
    if path is None:
        print_document(text)
        return
    refuse_overwriting([path], inputs, [str(each) for each in files])
    tidy_folders([path])
    write_file(path, text)
    echo(f"wrote {path}", err=True)
