"""`scn new`."""

import os
import re
import shlex
from pathlib import Path

import click

from scn_compiler.cli.options import TARGET
from scn_compiler.platforms import DEFAULT_TARGET, platform_of, target_named
from scn_compiler.project.discovery import Configurations

SUFFIX = ".scn"
_TARGET = re.compile(r"^target: .*$", re.MULTILINE)


@click.command(short_help="Write a first script with comments, for you to change.")
@click.argument("name", default="first")
@TARGET
def new(name: str, target: str | None) -> None:
    """Write a first script with comments to NAME.scn, for you to change."""
    path = Path(name if name.endswith(SUFFIX) else name + SUFFIX)
    if path.stem in ("", SUFFIX) or name.endswith("/"):
        raise click.UsageError("the script needs a name")
    text = _script(target, Configurations().of(str(path)).config.target)
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


def _script(asked: str | None, of_project: str | None) -> str:
    """A first script for the target that is asked for, or else the project's; it says which, unless nobody chose one.

    Raises:
        click.UsageError: if there is none.
    """
    target = target_named(asked or of_project or DEFAULT_TARGET)
    file = getattr(platform_of(target.name), "__file__", None)
    first = Path(file).with_name("first.scn") if file else None
    if target.is_fragment or first is None or not first.is_file():
        hint = f"`scn new -t {DEFAULT_TARGET}` writes one for {DEFAULT_TARGET.capitalize()}"
        raise click.UsageError(f"there is no first script for `{target.name}`: {hint}")
    text = first.read_text(encoding="utf-8")
    line = f"target: {target.name}"
    if _TARGET.search(text):
        return _TARGET.sub(line, text)
    chosen = target.name != DEFAULT_TARGET or of_project not in (None, DEFAULT_TARGET)
    return text.replace("scn 1\n", f"scn 1\n{line}\n", 1) if chosen else text
