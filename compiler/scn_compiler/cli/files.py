"""Files and streams: found, read as UTF-8, and written whole or not at all."""

import contextlib
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

UNREADABLE = 2
STDIN = "-"


class Unreadable(Exception):  # noqa: N818
    """A file that cannot be read as text; its message says why, with the place."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read.

    Attributes:
        path: `-` for standard input.
        below: Its path below the folder that was asked for, where the result may go likewise.
    """

    path: str
    below: Path

    @property
    def shown(self) -> str:
        return "<stdin>" if self.path == STDIN else self.path

    @property
    def named(self) -> str | None:
        """Its path, where a scenario may be named after it."""
        return None if self.path == STDIN else self.path


def find(paths: tuple[str, ...], suffix: str) -> list[Input]:
    """The files that `paths` mean: each file, `-`, and every `**/*suffix` of each folder; each once.

    Raises:
        click.UsageError: for a path that does not exist, or a folder without any such file.
    """
    found: dict[str, Input] = {}
    for path in paths:
        if not path:
            raise click.UsageError("a path is empty")
        if path == STDIN:
            found[STDIN] = Input(STDIN, Path("stdin" + suffix))
        elif Path(path).is_dir():
            inside = sorted(
                each for each in Path(path).rglob(f"*{suffix}") if each.is_file() and not _hidden(each, path)
            )
            if not inside:
                raise click.UsageError(f"there is no {suffix} file in {path}")
            for each in inside:
                found.setdefault(str(each), Input(str(each), each.relative_to(path)))
        elif os.path.lexists(path):
            found.setdefault(path, Input(path, Path(Path(path).name)))
        else:
            raise click.UsageError(f"there is no file {path}")
    return list(found.values())


def _hidden(path: Path, root: str) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def read(source: Input) -> str:
    """The text of a file, its line ends as they are.

    Raises:
        Unreadable: if it cannot be opened, or is no UTF-8.
    """
    try:
        data = _standard_input() if source.path == STDIN else Path(source.path).read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise Unreadable(f"{source.shown}: cannot be read: {reason}") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"{source.shown}:1:1: this file is UTF-16: save it as UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(_not_utf8(source.shown, data, error.start)) from None


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError(9, "standard input is closed")
    return sys.stdin.buffer.read()


def _not_utf8(name: str, data: bytes, offset: int) -> str:
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[data.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
    if (
        data.startswith((b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\x7fELF"))
        or b"\0" in data[:1024]
    ):
        return f"{name}:1:1: this is a binary file, not text"
    return f"{name}:{line}:{column}: the byte 0x{data[offset]:02x} is no UTF-8: save the file as UTF-8"


def write(path: Path, text: str) -> None:
    """Write `text` to `path` in one step: a reader sees the old file or the new one.

    A link stays one, and what it points to is written; a device or a pipe is written as it is.

    Raises:
        click.UsageError: if it cannot be written; then `path` is as it was.
    """
    temporary = ""
    try:
        path = Path(os.path.realpath(path))
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, encoding="utf-8")
            return
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
        raise click.UsageError(f"{path} cannot be written: {(error.strerror or '').lower()}") from None


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


def load_all(inputs: list[Input]) -> tuple[list[tuple[Input, str]], bool]:
    """The texts of all files that can be read, and whether all could; what could not is said on stderr."""
    texts: list[tuple[Input, str]] = []
    for each in inputs:
        try:
            texts.append((each, read(each)))
        except Unreadable as error:
            click.echo(f"scn: {error}", err=True)
    return texts, len(texts) == len(inputs)
