"""`scn new`."""

import os
import shlex
from pathlib import Path

import click

SUFFIX = ".scn"


@click.command(short_help="Write a first script with comments, for you to change.")
@click.argument("name", default="first")
def new(name: str) -> None:
    """Write a first script with comments to NAME.scn, for you to change."""
    path = Path(name if name.endswith(SUFFIX) else name + SUFFIX)
    if path.stem in ("", SUFFIX) or name.endswith("/"):
        raise click.UsageError("the script needs a name")
    text = Path(__file__).with_name("first.scn").read_text(encoding="utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(path):
            hint = "name another one, e.g. `scn new second`"
            raise click.UsageError(f"{path} is there already: {hint}") from None
        raise click.UsageError(f"{path} cannot be written: {(error.strerror or '').lower()}") from None
    click.echo(f"{path} written", err=True)
    typed = shlex.quote(str(path)) if not str(path).startswith("-") else f"-- {shlex.quote(str(path))}"
    click.echo(
        f"next: `scn check {typed}` says what is wrong, `scn compile {typed}` makes the payload", err=True
    )
