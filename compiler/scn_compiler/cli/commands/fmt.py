"""`scn fmt`."""

import click

from scn_compiler import api
from scn_compiler.cli.options import PATHS, configured
from scn_compiler.cli.output.render import concise, count_files, not_done
from scn_compiler.project.discovery import Configurations
from scn_compiler.project.files import STDIN, UNREADABLE, Input, load_all
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source


@click.command(short_help="Lay scripts out.")
@PATHS
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@configured(selecting=False, excluding=True)
def fmt(paths: tuple[str, ...], only_check: bool, diff: bool, configs: Configurations) -> None:
    """Lay out the scripts in PATHS (files, folders, or - for standard input): layout only, comments stay.

    Blocks that cannot be read stay as they are, and the others are laid out.
    """
    inputs = configs.scripts(paths)
    texts, readable = load_all(inputs)
    changed = broken = unwritten = 0
    for source_file, text in texts:
        formatted = api.format_text(text)
        errors = [found for found in formatted.diagnostics if found.severity is Severity.ERROR]
        broken += bool(errors)
        for error in errors:
            click.echo(concise(error, Source(text), source_file.shown), err=True)
        if _show(source_file, text, formatted.text, only_check=only_check, diff=diff):
            changed += formatted.text != text
        else:
            unwritten += 1
    verb = "would change" if only_check or diff else "changed"
    if not inputs:
        click.echo("no files to lay out: what is meant is excluded", err=True)
        raise SystemExit(0)
    amiss = not_done(len(inputs) - len(texts), unwritten)
    click.echo(", ".join((f"{changed} of {count_files(len(texts))} {verb}", *amiss)), err=True)
    failed = broken or (changed and (only_check or diff))
    raise SystemExit(UNREADABLE if unwritten or not readable else int(bool(failed)))


def _show(source_file: Input, before: str, after: str, *, only_check: bool, diff: bool) -> bool:
    """Write or show a layout; whether that could be done."""
    name = source_file.shown
    if diff:
        from scn_compiler.cli.output.diff import show_diff  # noqa: PLC0415

        show_diff(before, after, name, "formatted")
    elif only_check:
        if before != after:
            click.echo(name)
    elif source_file.path == STDIN:
        click.echo(after, nl=False)
    elif before != after:
        from scn_compiler.cli.output.files import write_or_report  # noqa: PLC0415

        return write_or_report(source_file.path, after)
    return True
