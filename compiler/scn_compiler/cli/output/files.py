"""Files written whole or not at all."""

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

import click

from scn_compiler.project.console import echo
from scn_compiler.project.files import STDIN, Input


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


class Unwritable(click.UsageError):
    """A file cannot be written."""

    def __init__(self, path: str | Path, error: OSError) -> None:
        super().__init__(f"{path}: cannot be written: {(error.strerror or 'unknown error').lower()}")


def is_folder(output: Path) -> bool:
    """Whether `output` is a folder, or meant to become one."""
    return output.is_dir() or isinstance(output, _Folder)


def write_file(path: Path, text: str) -> None:
    """Write `text` to `path` in one step: a reader sees the old file or the new one.

    A link stays one, and what it points to is written; a device or a pipe is written as it is. A file that is
    read-only stays as it is, also where its folder would let it be replaced.

    Raises:
        Unwritable: if it cannot be written; then `path` is as it was.
    """
    temporary, given = "", path
    try:
        path = Path(os.path.realpath(path))
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, encoding="utf-8")
            return
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
        raise Unwritable(given, error) from None


def write_or_report(path: str, text: str) -> bool:
    """Write `text` to one of several files; whether it could be written, and if not, why is said."""
    try:
        write_file(Path(path), text)
    except Unwritable as error:
        echo(f"scn: {error.message}", err=True)
        return False
    return True


def guard(outputs: list[Path | None], inputs: list[Input]) -> None:
    """Refuse outputs that would overwrite an input or each other.

    Raises:
        click.UsageError: for the first of them.
    """
    taken = {os.path.realpath(each.path) for each in inputs if each.path != STDIN}
    for output in outputs:
        if output is None or (output.exists() and not output.is_file()):
            continue
        if os.path.realpath(output) in taken:
            raise click.UsageError(f"{output} would be overwritten: it is read, or written already")
        taken.add(os.path.realpath(output))


def free(path: Path, taken: set[Path]) -> Path:
    """`path`, or the same with a number if it is in `taken`; from now on it is."""
    choice, number = path, 2
    while choice in taken:
        choice, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    taken.add(choice)
    return choice


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
