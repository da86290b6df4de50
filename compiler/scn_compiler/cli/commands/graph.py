"""`scn graph`."""

from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.options import TARGET, complete_scripts, configured
from scn_compiler.cli.output.files import OUTPUT, guard, is_folder, write_file
from scn_compiler.cli.output.render import summary, terminal_safe
from scn_compiler.cli.output.stderr import tell
from scn_compiler.project.discovery import Configurations
from scn_compiler.project.files import UNREADABLE, load_all
from scn_dsl.diagnostic import Severity
from scn_dsl.suggest import did_you_mean

CHOICES = {
    "mermaid": (".mmd", ".mermaid"),
    "dot": (".dot", ".gv"),
    "svg": (".svg",),
    "html": (".html", ".htm"),
}
"""Each format, and the endings of files that are of it."""


@click.command(short_help="Draw a script.")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.option("--format", "form", type=click.Choice(list(CHOICES)),
              help="What to draw. Default: what the ending of -o says, or mermaid.")  # fmt: skip
@click.option("-o", "--output", type=OUTPUT, help="File.")
@click.option("--scenario", metavar="NAME", help="Draw this scenario only.")
@TARGET
@configured(selecting=True)
def graph(
    file: str,
    form: str | None,
    output: Path | None,
    scenario: str | None,
    target: str | None,
    configs: Configurations,
) -> None:
    """Draw the script FILE (- for standard input): who says what, and after what.

    A script with errors is drawn as far as it can be read.
    """
    if Path(file).is_dir():
        raise click.UsageError(f"{file} is a folder: name one script")
    if output and is_folder(output):
        raise click.UsageError(f"{output} is a folder: name a file")
    inputs = configs.scripts((file,))
    guard([output], inputs)
    form = form or _format_of(output)
    texts, _ = load_all(inputs)
    if not texts:
        raise SystemExit(UNREADABLE)
    each, text = texts[0]
    loaded = configs.of(each.path)
    drawn = api.draw(
        text,
        path=each.named,
        target=target,
        config=loaded.config,
        format=form,
        scenario=scenario,
    )
    if drawn.text is None:
        raise click.UsageError(_no_scenario(str(scenario), drawn.names))
    found = tell(each, text, drawn.diagnostics, drawn.findings.in_config, loaded, set())
    if output:
        write_file(output, drawn.text)
        click.echo(f"{output} written", err=True)
    else:
        click.echo(drawn.text, nl=False)
    if drawn.remark:
        click.echo(f"scn: {drawn.remark}", err=True)
    if found:
        click.echo(summary(found, 1), err=True)
    raise SystemExit(int(any(one.severity is Severity.ERROR for one in found)))


def _format_of(output: Path | None) -> str:
    if output is None:
        return "mermaid"
    for form, endings in CHOICES.items():
        if output.suffix.lower() in endings:
            return form
    known = ", ".join(ending for endings in CHOICES.values() for ending in endings)
    raise click.UsageError(
        terminal_safe(f"the ending of {output} does not say what to draw: use one of {known}, or --format")
    )


def _no_scenario(name: str, names: tuple[str, ...]) -> str:
    known = ", ".join(f"`{each}`" for each in names if each)
    hint = did_you_mean(name, names) or (f"there is {known}" if known else "the script names none")
    return terminal_safe(f"there is no scenario `{name}`: {hint}")
