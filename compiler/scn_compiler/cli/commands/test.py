"""`scn test`."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import PATHS
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import refuse_overwriting, write_file
from scn_compiler.cli.output.style import style_for
from scn_compiler.cli.rehearsal import coverage_report as coverage
from scn_compiler.cli.rehearsal import results
from scn_compiler.cli.rehearsal.live import AgentFailed
from scn_compiler.cli.rehearsal.run import POLICY, TestRun, accept_run, read_policy, run_file
from scn_compiler.cli.rehearsal.verdicts import read_verdicts, verdict_options
from scn_compiler.cli.rehearsal.watch import watch
from scn_compiler.inert_text import inert
from scn_compiler.jsondoc.codec import dump
from scn_compiler.pipeline.coverage import CoveredFile, coverage_of, percent_of
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, STDIN, Input, read_all
from scn_dsl.file_names import TEST_SUFFIX
from scn_dsl.wording import counted

_FORMATS = ("full", "concise", "json", "junit", "github")
_REPORTS = ("term", "html", "lcov", "xml")
_REPORT_FILES = {"html": "scn-coverage.html", "lcov": "scn-coverage.lcov", "xml": "scn-coverage.xml"}


@click.command("test")
@PATHS
@click.option("-k", "keyword", metavar="WORDS", help="Play only tests whose name contains these words.")
@click.option(
    "--strict", "is_strict", is_flag=True, help="Fail tests that depend on what no platform documents."
)
@click.option("--accept", "accepts", is_flag=True, help="Write what the caller does into tests that fail.")
@click.option("--watch", "watches", is_flag=True, help="Play tests again when a file that they need changes.")
@POLICY
@verdict_options
@click.option(
    "--format",
    "output_format",
    type=click.Choice(_FORMATS),
    default="full",
    show_default=True,
    help="Output format.",
)
@click.option("--cov", "covers", is_flag=True, help="Report what the tests reach in their scripts.")
@click.option(
    "--cov-report",
    "reports",
    multiple=True,
    metavar="KIND[:FILE]",
    help="Report coverage as term, html, lcov or xml; implies --cov. [default: term]",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail if the tests reach less than this; implies --cov.",
)
@config_options(select=False, environments=True, values=True)
def test_command(
    paths: tuple[str, ...],
    keyword: str | None,
    is_strict: bool,
    accepts: bool,
    watches: bool,
    policies: tuple[str, ...],
    cassette: Path | None,
    judge: str | None,
    judge_model: str | None,
    output_format: str,
    covers: bool,
    reports: tuple[str, ...],
    fail_under: float | None,
    configs: ConfigDiscovery,
) -> None:
    """Play the tests in PATHS (files that end in .test.scn, or folders) against their scripts.

    Without PATHS, play the tests in the current folder. A test says what the agent says, and what the caller must answer.
    """
    chosen = [_report_of(each) for each in reports]
    read_policy(policies)  # says what is wrong even if there is no test
    verdicts = read_verdicts(cassette, judge, judge_model) if cassette or judge or judge_model else None
    play = partial(run_file, policies=policies, keyword=keyword, verdict=verdicts)
    wants_coverage = bool(covers or reports or fail_under is not None)

    def find(configs: ConfigDiscovery, quiet: bool) -> list[Input]:
        return [
            each
            for each in configs.find_scripts(paths, quiet=quiet)
            if not each.is_excluded and (each.display_name.endswith(TEST_SUFFIX) or each.path == STDIN)
        ]

    def show(runs: list[TestRun]) -> int:
        """Print the results, and return the exit code."""
        _print(runs, output_format, strict=is_strict)
        files = coverage_of((run.played, run.chosen) for run in runs) if wants_coverage else []
        read = [*configs.files(), *filter(None, [str(cassette or "")]), *_read_by(runs)]
        refuse_overwriting([Path(path) if path else None for _, path in chosen], (), read)
        for kind, path in chosen or ([("term", None)] if files else []):
            _write_report(files, kind, path)
        return _sum_up(runs, files, fail_under, strict=is_strict)

    if watches:
        _refuse_watching(paths, output_format, accepts=accepts)
        watch(configs, find, play, show, verdicts)
    inputs = find(configs, False)
    texts, all_readable = read_all(inputs)
    if accepts and any(each.path == STDIN for each in inputs):
        raise click.UsageError("--accept needs files: standard input can't be changed")
    try:
        runs = [play(each, text, configs.config_for(each.location).config) for each, text in texts]
        if accepts:
            runs = [accept_run(run, play, configs, verdicts) for run in runs]
    except AgentFailed as error:
        echo(f"scn: {error}", err=True)
        raise SystemExit(1) from None
    code = show(runs)
    raise SystemExit(EXIT_UNREADABLE if not all_readable else code)


def _read_by(runs: list[TestRun]) -> Iterator[str]:
    """Yield the paths of the files that the tests needed."""
    for run in runs:
        yield run.input.path
        yield run.played.script.path or ""
        yield from (each.path or "" for each in (run.played.compiled.sources if run.played.compiled else ()))


def _refuse_watching(paths: tuple[str, ...], output_format: str, *, accepts: bool) -> None:
    """Refuse options that make no sense with `--watch`."""
    if accepts:
        raise click.UsageError("--watch can't be used with --accept, which changes the tests that it watches")
    if STDIN in paths:
        raise click.UsageError("--watch needs files: standard input is read once")
    if output_format not in ("full", "concise"):
        raise click.UsageError(f"--watch can't be used with --format {output_format}: use full or concise")


def _sum_up(runs: list[TestRun], files: list[CoveredFile], fail_under: float | None, *, strict: bool) -> int:
    """Print how many tests pass, and return the exit code."""
    failed = sum(run.is_failure(test, strict=strict) for run in runs for test in run.chosen)
    broken = sum(bool(run.problems) for run in runs)
    played = sum(len(run.chosen) for run in runs)
    undecided = sum(len(test.result.undecided) for run in runs for test in run.chosen)
    echo(_summary(played, failed, broken, undecided), err=True)
    too_little = fail_under is not None and percent_of(files) < fail_under
    if too_little:
        echo(
            f"the tests reach {percent_of(files):.1f}%, less than the {fail_under:g}% of --fail-under",
            err=True,
        )
    return int(bool(failed or broken or too_little))


def _report_of(option: str) -> tuple[str, str | None]:
    kind, _, path = option.partition(":")
    if kind not in _REPORTS:
        raise click.UsageError(f"--cov-report: unknown kind `{kind}`: write one of {', '.join(_REPORTS)}")
    return kind, path or _REPORT_FILES.get(kind)


def _print(runs: list[TestRun], output_format: str, *, strict: bool) -> None:
    match output_format:
        case "json":
            print_document(dump(results.document(runs, strict=strict)) + "\n")
        case "junit":
            print_document(inert("\n".join(results.junit(runs, strict=strict)) + "\n"))
        case "github":
            for line in results.annotations(runs, strict=strict):
                print_document(f"{line}\n")
        case "concise":
            for line in results.failures_in_brief(runs, strict=strict):
                echo(line)
        case _:
            for text in results.full(runs, style_for("auto"), strict=strict):
                echo(text, styled=True)


def _write_report(files: list[CoveredFile], kind: str, path: str | None) -> None:
    made = {
        "term": coverage.coverage_table,
        "html": coverage.html,
        "lcov": coverage.lcov,
        "xml": coverage.cobertura,
    }[kind](files)
    text = "\n".join(made) + "\n"
    if path is None:
        print_document(inert(text))
    else:
        write_file(Path(path), text)
        echo(f"wrote {path}", err=True)


def _summary(played: int, failed: int, broken: int, undecided: int) -> str:
    if not played and not broken:
        return f"no tests found: a test starts with `test:`, in a file that ends in {TEST_SUFFIX}"
    tests = counted(played, "test")
    parts = [f"{failed} failed" if failed else "all passed" if played and not broken else ""]
    parts += [f"{counted(broken, 'file')} with errors"] if broken else []
    parts += [f"{counted(undecided, 'message')} undecided"] if undecided else []
    return f"{tests}: {', '.join(part for part in parts if part) or 'none played'}"
