"""A configuration file read, and the globs in it."""

import os
from pathlib import PurePath
from typing import IO, TYPE_CHECKING

import click

from scn_compiler.project.files import UNREADABLE, Input, Unreadable, read_file
from scn_compiler.project.loaded import SHARED_FILE, Loaded
from scn_dsl.source import Source

if TYPE_CHECKING:
    from scn_compiler.project.config_schema import ConfigProblem


class Misconfigured(click.ClickException):
    """A configuration that cannot be used; each line of the message has its place.

    Attributes:
        path: Its file.
        text: What stands there.
        problems: What is wrong with that; none if the file cannot be read, which the message says.
    """

    exit_code = UNREADABLE

    def __init__(
        self, message: str, path: str, text: str = "", problems: "tuple[ConfigProblem, ...]" = ()
    ) -> None:
        super().__init__(message)
        self.path = path
        self.text = text
        self.problems = problems

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


def load_config(path: str, *, must: bool) -> Loaded | None:
    """The configuration in a file; `None` for a `pyproject.toml` that has none, unless there `must` be one.

    Raises:
        Misconfigured: if it cannot be read, or something in it is wrong.
    """
    source = Input(os.path.relpath(path), PurePath(path).name)
    shared = source.below == SHARED_FILE
    try:
        text = read_file(source)
    except (OSError, Unreadable) as error:
        raise Misconfigured(f"scn: {error}", path) from None
    from scn_compiler.project.config_schema import read_config  # noqa: PLC0415  (only projects that have one pay)

    made = read_config(text, ("tool", "scn") if shared else ())
    if made is None:
        if must:
            raise Misconfigured(f"scn: {source.shown}: there is no table [tool.scn] in it", path)
        return None
    if made.problems:
        place = Source(text).position
        lines = [
            f"scn: {source.shown}:{{0.line}}:{{0.column}}: ".format(place(problem.span.start))
            + problem.message
            + (f": {problem.hint}" if problem.hint else "")
            for problem in made.problems
        ]
        raise Misconfigured("\n".join(lines), path, text, made.problems)
    return Loaded(made.config, path, text)
