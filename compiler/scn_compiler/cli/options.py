"""Arguments and options that several commands share."""

from pathlib import Path

import click

from scn_compiler.platforms import DEFAULT_TARGET, TARGETS


class _Folder(type(Path())):  # type: ignore[misc]
    """A path that was written with a slash at its end."""


class _Output(click.ParamType[Path]):
    """Where a result goes; unlike in a Path, a slash at the end is kept in mind."""

    name = "path"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not str(value):
            self.fail("an output needs a name", param, ctx)
        return _Folder(value) if str(value).endswith("/") else Path(value)


OUTPUT = _Output()


def is_folder(output: Path) -> bool:
    """Whether `output` is a folder, or meant to become one."""
    return output.is_dir() or isinstance(output, _Folder)


PATHS = click.argument("paths", nargs=-1, type=click.Path())
TARGET = click.option(
    "-t",
    "--target",
    type=click.Choice(list(TARGETS)),
    metavar="TARGET",
    help=f"What to compile to; `scn targets` lists them. Default: what the script says, or {DEFAULT_TARGET}.",
)
SOURCE = click.option(
    "--from",
    "source",
    type=click.Choice(list(TARGETS)),
    metavar="TARGET",
    help="The form that the payload must have; any other is refused.",
)
