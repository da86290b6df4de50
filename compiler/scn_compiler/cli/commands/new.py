"""`scn new`."""

import os
import re
import shlex
from pathlib import Path

import click

from scn_compiler import platforms
from scn_compiler.cli.options import TARGET
from scn_compiler.cli.output.atomic import create_file
from scn_compiler.cli.output.documents import print_document
from scn_compiler.platforms import DEFAULT_TARGET, target_named
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery

SUFFIX = ".scn"
_TARGET_LINE = re.compile(r"^target: .*$", re.MULTILINE)


@click.command("new", short_help="Write a first script with comments, for you to change.")
@click.argument("name", default="first")
@TARGET
def new_command(name: str, target: str | None) -> None:
    """Write a first script with comments to NAME.scn, for you to change."""
    path = Path(name if name.endswith(SUFFIX) else name + SUFFIX)
    if path.stem in ("", SUFFIX) or name.endswith("/"):
        raise click.UsageError("the script needs a name")
    text = _first_script(target, ConfigDiscovery().config_for(str(path)).config.target)
    if name == "-":
        print_document(text)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(str(path), text.encode("utf-8"))
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(path):
            hint = "name another one, e.g. `scn new second`"
            raise click.UsageError(f"{path} is there already: {hint}") from None
        raise click.UsageError(f"{path} cannot be written: {(error.strerror or '').lower()}") from None
    echo(f"{path} written", err=True)
    argument = shlex.quote(str(path)) if not str(path).startswith("-") else f"-- {shlex.quote(str(path))}"
    hint = f"next: `scn check {argument}` says what is wrong, `scn compile {argument}` makes the payload"
    echo(hint, err=True)


def _first_script(option: str | None, configured: str | None) -> str:
    """The first script of the platform whose target the option, or else the configuration, names.

    It has a line `target:` unless neither names one but the default.

    Raises:
        click.UsageError: if the platform has no first script.
    """
    target = target_named(option or configured or DEFAULT_TARGET)
    path = Path(platforms.__file__).with_name(target.platform) / "first.scn"
    if target.is_fragment or not path.is_file():
        hint = f"`scn new -t {DEFAULT_TARGET}` writes one for {DEFAULT_TARGET.capitalize()}"
        raise click.UsageError(f"there is no first script for `{target.name}`: {hint}")
    text = path.read_text(encoding="utf-8")
    line = f"target: {target.name}"
    if _TARGET_LINE.search(text):
        return _TARGET_LINE.sub(line, text)
    explicit = target.name != DEFAULT_TARGET or configured not in (None, DEFAULT_TARGET)
    return text.replace("scn 1\n", f"scn 1\n{line}\n", 1) if explicit else text
