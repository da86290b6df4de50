"""`scn check`."""

import click

from scn_compiler import api
from scn_compiler.cli.files import UNREADABLE, find, load_all
from scn_compiler.cli.formats import Finding, Report
from scn_compiler.cli.options import COLOR, FORMAT, PATHS, TARGET
from scn_compiler.cli.output import finish, show
from scn_compiler.cli.progress import Progress
from scn_compiler.cli.render import summary
from scn_compiler.cli.style import style_for
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source


@click.command()
@PATHS
@TARGET
@FORMAT
@COLOR
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
def check(paths: tuple[str, ...], target: str | None, form: str | None, color: str, strict: bool) -> None:
    """Report what is wrong with the scripts in PATHS (files, folders, or - for standard input)."""
    texts, readable = load_all(find(paths or (".",), ".scn"))
    found: list[Finding] = []
    style = style_for(color)
    with Progress(len(texts)) as progress:
        for source_file, text in texts:
            progress.step()
            source = Source(text, source_file.named)
            for diagnostic in api.check(text, path=source_file.named, target=target):
                found.append(Finding(source_file.shown, source, diagnostic))
                progress.hide()
                show(found[-1], form or "full", style)
    worst = Severity.WARNING if strict else Severity.ERROR
    finish(Report(tuple(each.shown for each, _ in texts), tuple(found), worst), form)
    diagnostics = [finding.diagnostic for finding in found]
    click.echo(summary(diagnostics, len(texts)), err=True)
    failed = any(diagnostic.severity >= worst for diagnostic in diagnostics)
    raise SystemExit(UNREADABLE if not readable else int(failed))
