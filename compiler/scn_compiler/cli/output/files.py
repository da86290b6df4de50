"""Writes files atomically, and checks output paths."""

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

import click

from scn_compiler.cli.output.streams import is_standard_output, write_to_stream
from scn_compiler.project.console import echo
from scn_compiler.project.files import STDIN, Input
from scn_compiler.project.project_config import OWN_FILE, SHARED_FILE
from scn_dsl.records import Record


class OutputPath(Record):
    """The path that `-o` names; it shows as the path.

    Attributes:
        is_folder: Whether it is a folder, or ends in a slash and so means one to be made.
    """

    path: Path
    is_folder: bool = False

    def __str__(self) -> str:
        return str(self.path)


class _OutputType(click.ParamType[OutputPath | None]):
    """Parses a path that `-o` names, `None` for standard output; unlike `Path`, it does not lose a slash at the end."""

    name = "path"

    def convert(
        self, value: str | OutputPath, param: click.Parameter | None, ctx: click.Context | None
    ) -> OutputPath | None:
        if isinstance(value, OutputPath):
            return value
        if is_standard_output(value):
            return None
        if not value:
            self.fail("an output needs a name", param, ctx)
        return OutputPath(Path(value), value.endswith("/") or Path(value).is_dir())


OUTPUT = _OutputType()


class Unwritable(click.UsageError):
    """A file cannot be written."""

    def __init__(self, path: str | Path, error: OSError) -> None:
        super().__init__(f"{path}: cannot be written: {(error.strerror or 'unknown error').lower()}")


def write_file(path: Path, text: str) -> None:
    """Write `text` to `path` atomically: a reader sees the old file or the new one.

    Follows a link and writes its target; writes directly to a device or a pipe. Refuses a read-only file, even if
    its folder would let it be replaced.

    Raises:
        Unwritable: if the file cannot be written; it is unchanged then.
    """
    temporary, original = "", path
    try:
        if write_to_stream(path, text):
            return
        path = Path(os.path.realpath(path))
        if path.is_file() and not (path.stat().st_mode & stat.S_IWUSR and os.access(path, os.W_OK)):
            raise OSError(errno.EACCES, "it is read-only")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)  # noqa: PTH101
        os.replace(temporary, path)  # noqa: PTH105
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise Unwritable(original, error) from None


def write_or_report(path: str, text: str) -> bool:
    """Write `text` to one of several files; if that fails, print why and return `False`."""
    try:
        write_file(Path(path), text)
    except Unwritable as error:
        echo(f"scn: {error.message}", err=True)
        return False
    return True


def refuse_overwriting(outputs: list[Path | None], inputs: list[Input], *, scripts: bool = False) -> None:
    """Check that no output overwrites an input, another output, a script or a configuration, by whatever spelling.

    Args:
        scripts: Whether the outputs are scripts themselves, and so may overwrite earlier ones.

    Raises:
        click.UsageError: for the first output that would.
    """
    taken = {os.path.realpath(each.path) for each in inputs if each.path != STDIN}
    for output in outputs:
        if output is None or (output.exists() and not output.is_file()):
            continue
        path = Path(os.path.realpath(output))
        if str(path) in taken:
            raise click.UsageError(f"{output} would be overwritten: it is read, or written already")
        if path.exists() and path.suffix == ".scn" and not scripts:
            raise click.UsageError(f"{output} would be overwritten: it is a script")
        if path.exists() and path.name in (OWN_FILE, SHARED_FILE):
            raise click.UsageError(f"{output} would be overwritten: it is a configuration")
        taken.add(str(path))


def unused_path(path: Path, taken: set[Path]) -> Path:
    """`path`, with a number if it is in `taken` already; the result is added to `taken`."""
    choice, number = path, 2
    while choice in taken:
        choice, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    taken.add(choice)
    return choice


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
