"""Reads a configuration file."""

from pathlib import PurePath
from typing import IO, TYPE_CHECKING

import click

from scn_compiler.inert_text import one_line
from scn_compiler.project.files import EXIT_UNREADABLE, Input, Unreadable, decode, read_file, read_regular
from scn_compiler.project.project_config import SHARED_FILE, ProjectConfig, relative_path
from scn_dsl.source import Source

if TYPE_CHECKING:
    from scn_compiler.project.config_parser import ConfigProblem


class Misconfigured(click.ClickException):
    """A configuration cannot be used; each line of the message names a problem and its position.

    Attributes:
        path: The configuration file.
        text: Its content.
        problems: What is wrong with the content; empty if the file cannot be read.
    """

    exit_code = EXIT_UNREADABLE

    def __init__(
        self, message: str, path: str, text: str = "", problems: "tuple[ConfigProblem, ...]" = ()
    ) -> None:
        super().__init__(message)
        self.path = path
        self.text = text
        self.problems = problems

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


def load_config(path: str, *, required: bool) -> ProjectConfig | None:
    """Read a configuration file.

    Args:
        required: Whether a `pyproject.toml` without a table `[tool.scn]` is an error; otherwise it gives `None`.

    Raises:
        Misconfigured: if the file cannot be read, or something in it is wrong.
    """
    source = Input(relative_path(path), PurePath(path).name)
    shared = source.relative_path == SHARED_FILE
    try:
        text = read_file(source) if required else decode(source, read_regular(source))
    except (OSError, Unreadable) as error:
        raise Misconfigured(f"scn: {error}", path) from None
    from scn_compiler.project.config_parser import read_config  # noqa: PLC0415  (loads tomllib, which only projects with a configuration need)

    parsed = read_config(text, ("tool", "scn") if shared else ())
    if parsed is None:
        if required:
            raise Misconfigured(f"scn: {source.display_name}: there is no table [tool.scn] in it", path)
        return None
    if parsed.problems:
        position = Source(text).position
        lines = [
            one_line(f"scn: {source.display_name}:{at.line}:{at.column}: {problem.message}{hint}")
            for problem in parsed.problems
            for at in (position(problem.span.start),)
            for hint in (f": {problem.hint}" if problem.hint else "",)
        ]
        raise Misconfigured("\n".join(lines), path, text, parsed.problems)
    return ProjectConfig(parsed.config, path, text)
