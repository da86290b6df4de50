"""Reads a configuration file."""

import os
from pathlib import PurePath
from typing import IO, TYPE_CHECKING

import click

from scn_compiler.config import Config
from scn_compiler.inert_text import one_line
from scn_compiler.project.files import EXIT_UNREADABLE, Input, Unreadable, decode, read_file, read_regular
from scn_compiler.project.paths import leads_outside, relative_path
from scn_compiler.project.project_config import SHARED_FILE, SHARED_TABLE, ProjectConfig
from scn_dsl.records import replace
from scn_dsl.source import Source, Span

if TYPE_CHECKING:
    from scn_compiler.project.config_parser import ParsedConfig
    from scn_compiler.project.toml_table import ConfigProblem
    from scn_compiler.reuse.values import Environment

_MAX_EXTENDED = 20
"""The longest chain of configurations that extend each other."""


class Misconfigured(click.ClickException):
    """A configuration can't be used; each line of the message names a problem and its position.

    Attributes:
        path: The configuration file.
        text: Its content.
        problems: The problems in the content; empty if the file can't be read.
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
    """Read a configuration file and those that it extends.

    Args:
        required: Whether a `pyproject.toml` without a table `[tool.scn]` is an error; otherwise the result is `None`.

    Raises:
        Misconfigured: if one of them can't be read, or is invalid.
    """
    if not required and os.path.islink(path) and leads_outside(path):  # noqa: PTH114
        raise Misconfigured(
            f"scn: {relative_path(path)} is a link to {os.path.realpath(path)}, outside the project: "
            "to read it, name it with --config",
            path,
        )
    return _load(path, (), required=required)


def misconfigured(path: str, text: str) -> Misconfigured | None:
    """Find the problems of a configuration file whose text an editor has changed, but not saved.

    Problems of the files that it extends aren't among them.
    """
    try:
        _load(path, (), required=False, text=text)
    except Misconfigured as error:
        return error if error.path == path else None
    return None


def unknown_environment(project: ProjectConfig, name: str, source: str) -> Misconfigured:
    """Make the error for an environment that a configuration doesn't have; `source` says who chose it."""
    if project.path is None:
        reason = "found no scn.toml that defines it"
        return Misconfigured(one_line(f"scn: unknown environment `{name}`{source}: {reason}"), "")
    from scn_compiler.reuse.environments import unknown_environment_hint  # noqa: PLC0415  (only this error needs it)

    hint = unknown_environment_hint(name, project.config.environments)
    message = f"scn: {project.display_path} has no environment `{name}`{source}: {hint}"
    return Misconfigured(one_line(message), project.path, project.text)


def _load(
    path: str, extending: tuple[str, ...], *, required: bool, text: str | None = None
) -> ProjectConfig | None:
    """Read a configuration file.

    Args:
        extending: The files that extend this one, in the order they were read.
        text: The text to use instead of the file's.
    """
    source = Input(relative_path(path), PurePath(path).name)
    if text is None:
        try:
            text = read_file(source) if required else decode(source, read_regular(source))
        except (OSError, Unreadable) as error:
            raise Misconfigured(f"scn: {error}", path) from None
    from scn_compiler.project.config_parser import read_config  # noqa: PLC0415  (loads tomllib, which only projects with a configuration need)

    table = SHARED_TABLE if source.relative_path == SHARED_FILE else ()
    is_base = bool(extending)
    parsed = read_config(text, table, is_base=is_base)
    if parsed is None:
        if required:
            raise Misconfigured(f"scn: {source.display_name} has no [tool.scn] table", path)
        return None
    if parsed.problems:
        raise _misconfigured(path, text, parsed.problems)
    if parsed.extends is None:
        return ProjectConfig(parsed.config, path, text)
    base = _base(path, text, parsed, extending)
    inherited = (
        read_config(text, table, _as_inherited(base, path, parsed.extends[1]), is_base=is_base) or parsed
    )
    if inherited.problems:
        raise _misconfigured(path, text, inherited.problems)
    own_exclude = os.path.dirname(path) if parsed.config.exclude else None  # noqa: PTH120
    exclude_folder = own_exclude or base.exclude_folder or os.path.dirname(str(base.path))  # noqa: PTH120
    return ProjectConfig(inherited.config, path, text, exclude_folder, (str(base.path), *base.extends))


def _base(path: str, text: str, parsed: "ParsedConfig", extending: tuple[str, ...]) -> ProjectConfig:
    """Load the configuration that the one at `path` extends.

    Raises:
        Misconfigured: if it does not exist, or must not be extended.
    """
    name, span = parsed.extends or ("", Span(0, 1))
    folder = os.path.dirname(path)  # noqa: PTH120
    base = os.path.normpath(os.path.join(folder, name))  # noqa: PTH118
    chain = (*extending, os.path.realpath(path))
    problem = None
    if not os.path.lexists(base):
        problem = f"`{name}` does not exist"
    elif not os.path.isfile(base):  # noqa: PTH113
        problem = f"`{name}` is not a file"
    elif os.path.realpath(base) in chain:
        circle = (*chain[chain.index(os.path.realpath(base)) :], base)
        problem = f"circular `extends`: {' → '.join(relative_path(each, folder) for each in circle)}"
    elif len(chain) > _MAX_EXTENDED:
        problem = f"chain of more than {_MAX_EXTENDED} configurations that extend each other"
    elif _is_reached_by_link(folder, name) and leads_outside(base):
        problem = f"`{name}` is a link to {os.path.realpath(base)}, outside the project"
    if not problem:
        found = _load(base, chain, required=False)
        if found:
            return found
        problem = f"`{name}` has no [tool.scn] table"
    from scn_compiler.project.toml_table import ConfigProblem  # noqa: PLC0415  (only problems need it)

    raise _misconfigured(path, text, (ConfigProblem(problem, span),))


def _is_reached_by_link(folder: str, name: str) -> bool:
    plain = os.path.normpath(os.path.join(os.path.realpath(folder), name))  # noqa: PTH118
    return os.path.realpath(plain) != plain


def _as_inherited(base: ProjectConfig, path: str, span: Span) -> Config:
    """Return the configuration `base` as the file at `path` inherits it; problems of its defaults are reported at `span`."""
    fields = tuple(replace(each, span=span, key=span) for each in base.config.fields)
    baseline, measured = (
        name and relative_path(os.path.join(os.path.dirname(str(base.path)), name), os.path.dirname(path))  # noqa: PTH118, PTH120
        for name in (base.config.baseline, base.config.measured)
    )
    environments = tuple(_moved(each, span) for each in base.config.defined)
    return replace(base.config, fields=fields, baseline=baseline, measured=measured, defined=environments)


def _moved(environment: "Environment", span: Span) -> "Environment":
    """Return an environment with all its spans at `span`."""
    return replace(
        environment,
        values=tuple(replace(each, span=span, key=span) for each in environment.values),
        fields=tuple(replace(each, span=span, key=span) for each in environment.fields),
        names=tuple(replace(each, span=span) for each in environment.names),
        span=span,
    )


def _misconfigured(path: str, text: str, problems: "tuple[ConfigProblem, ...]") -> Misconfigured:
    position = Source(text).position
    lines = [
        one_line(f"scn: {relative_path(path)}:{at.line}:{at.column}: {problem.message}{hint}")
        for problem in problems
        for at in (position(problem.span.start),)
        for hint in (f": {problem.hint}" if problem.hint else "",)
    ]
    return Misconfigured("\n".join(lines), path, text, problems)
