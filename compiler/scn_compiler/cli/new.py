"""`scn new`."""

import os
from pathlib import Path

import click

SUFFIX = ".scn"


@click.command()
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
    click.echo(
        f"next: `scn check {path}` says what is wrong, `scn compile {path}` makes the payload", err=True
    )
