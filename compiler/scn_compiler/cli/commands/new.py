"""`scn new`."""

import os
import re
import shlex
from pathlib import Path

import click

from scn_compiler import platforms
from scn_compiler.cli.options import NEW_TARGET
from scn_compiler.cli.output.atomic import create_file
from scn_compiler.cli.output.documents import print_document
from scn_compiler.platforms import DEFAULT_TARGET, target_named
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_dsl.file_names import SCRIPT_SUFFIX, TEST_SUFFIX, script_beside
from scn_dsl.patterns import lazy_pattern

_TARGET_LINE = lazy_pattern(r"^target: .*$", re.MULTILINE)


@click.command("new")
@click.argument("name", default="first")
@NEW_TARGET
def new_command(name: str, target: str | None) -> None:
    """Create NAME.scn, a short script with comments to start from."""
    path = Path(name if name.endswith(SCRIPT_SUFFIX) else name + SCRIPT_SUFFIX)
    if path.stem in ("", SCRIPT_SUFFIX) or name.endswith("/"):
        raise click.UsageError("the script needs a name")
    if path.name.endswith(TEST_SUFFIX):
        script = shlex.quote(script_beside(str(path)))
        hint = f"to write tests for a script, run `scn explore {script} --write`"
        raise click.UsageError(f"{path} is the name of a file of tests: {hint}")
    text = _first_script(target, ConfigDiscovery(uses_environments=False).config_for(str(path)).config.target)
    if name == "-":
        print_document(text)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_file(str(path), text.encode("utf-8"))
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(path):
            hint = "choose another name, such as `scn new second`"
            raise click.UsageError(f"{path} already exists: {hint}") from None
        raise click.UsageError(f"{path} cannot be written: {(error.strerror or '').lower()}") from None
    echo(f"wrote {path}", err=True)
    argument = shlex.quote(str(path)) if not str(path).startswith("-") else f"-- {shlex.quote(str(path))}"
    hint = f"next: check it with `scn check {argument}`, and compile it with `scn compile {argument}`"
    echo(hint, err=True)


def _first_script(option: str | None, configured: str | None) -> str:
    """Return the first script for the target of the option or the configuration.

    It has a `target:` line unless both leave the target at its default.

    Raises:
        click.UsageError: if the platform has no first script.
    """
    target = target_named(option or configured or DEFAULT_TARGET)
    path = Path(platforms.__file__).with_name(target.platform) / "first.scn"
    if target.is_fragment or not path.is_file():
        hint = f"try `scn new -t {DEFAULT_TARGET}`"
        raise click.UsageError(f"scn has no starter script for `{target.name}`: {hint}")
    text = path.read_text(encoding="utf-8")
    line = f"target: {target.name}"
    if _TARGET_LINE.search(text):
        return _TARGET_LINE.sub(line, text)
    explicit = target.name != DEFAULT_TARGET or configured not in (None, DEFAULT_TARGET)
    return text.replace("scn 1\n", f"scn 1\n{line}\n", 1) if explicit else text
