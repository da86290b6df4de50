"""Files and streams: found, and read as UTF-8."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

from scn_compiler.project.console import echo, usage
from scn_dsl.records import Record

UNREADABLE = 2
STDIN = "-"


class Unread(Record):
    """A file that cannot be read as text: why, and where if it is for what stands there."""

    path: str
    reason: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.path}{place}: {self.reason}"


class Unreadable(Exception):  # noqa: N818
    """A file cannot be read as text."""

    def __init__(self, file: Unread) -> None:
        super().__init__(file)
        self.file = file


class Input(Record):
    """One file to read.

    Attributes:
        path: `-` for standard input.
        below: Its path below the folder that was asked for, where the result may go likewise.
    """

    path: str
    below: str

    @property
    def shown(self) -> str:
        return "<stdin>" if self.path == STDIN else self.path

    @property
    def named(self) -> str | None:
        """Its path, where a scenario may be named after it."""
        return None if self.path == STDIN else self.path


def find_files(
    paths: tuple[str, ...],
    suffix: str,
    excluded: Callable[[str], bool] | None = None,
    *,
    force_exclude: bool = False,
) -> list[Input]:
    """The files that `paths` mean: each file, `-`, and every `**/*suffix` of each folder; each once.

    Args:
        excluded: Whether a file found in a folder is passed over.
        force_exclude: Whether one that is named is passed over as well.

    Raises:
        click.UsageError: for a path that does not exist, or a folder without any such file.
    """
    found: dict[str, Input] = {}
    for path in paths:
        if not path:
            raise usage("a path is empty")
        if path == STDIN:
            found[STDIN] = Input(STDIN, "stdin" + suffix)
        elif os.path.isdir(path):  # noqa: PTH112
            inside = sorted(_inside(os.path.normpath(path), suffix), key=_parts)
            if not inside:
                raise usage(f"there is no {suffix} file in {path}")
            kept = [each for each in inside if not (excluded and excluded(each))]
            above = os.path.normpath(path)
            skipped = 0 if above == "." else len(above.rstrip(os.sep)) + 1
            for each in kept:
                found.setdefault(each, Input(each, each[skipped:]))
        elif force_exclude and excluded and excluded(path):
            continue
        elif os.path.lexists(path):
            found.setdefault(path, Input(path, os.path.basename(path)))  # noqa: PTH119
        else:
            raise usage(f"there is no file {path}")
    return list(found.values())


def _parts(path: str) -> list[str]:
    return path.split(os.sep)  # noqa: PTH206


def _inside(folder: str, suffix: str) -> Iterator[str]:
    """The files below `folder` that end in `suffix`; what is hidden, and links to folders, are left alone."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _inside(entry.path.removeprefix(f".{os.sep}"), suffix)
            elif entry.name.endswith(suffix) and entry.is_file():
                yield entry.path.removeprefix(f".{os.sep}")


def read_file(source: Input) -> str:
    """The text of a file, its line ends as they are.

    Raises:
        Unreadable: if it cannot be opened, or is no UTF-8.
    """
    return decode(source, bytes_of(source))


def bytes_of(source: Input) -> bytes:
    """What is in a file.

    Raises:
        Unreadable: if it cannot be opened.
    """
    try:
        return _standard_input() if source.path == STDIN else _bytes(source.path)
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        raise Unreadable(Unread(source.shown, f"cannot be read: {reason}")) from None
    except ValueError:  # it holds a zero
        raise Unreadable(Unread(source.shown, "cannot be read: no file can have this name")) from None


def decode(source: Input, data: bytes) -> str:
    """The text that `data`, which is in a file, stands for.

    Raises:
        Unreadable: if it is no UTF-8.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(Unread(source.shown, "this file is UTF-16: save it as UTF-8", 1, 1))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(_not_utf8(source.shown, data, error.start)) from None


def _bytes(path: str) -> bytes:
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read()


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError(9, "standard input is closed")
    return sys.stdin.buffer.read()


def _not_utf8(name: str, data: bytes, offset: int) -> Unread:
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[data.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
    if (
        data.startswith((b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\x7fELF"))
        or b"\0" in data[:1024]
    ):
        return Unread(name, "this is a binary file, not text", 1, 1)
    return Unread(name, f"the byte 0x{data[offset]:02x} is no UTF-8: save the file as UTF-8", line, column)


def load_all(inputs: list[Input]) -> tuple[list[tuple[Input, str]], bool]:
    """The texts of all files that can be read, and whether all could; what could not is said on stderr."""
    texts: list[tuple[Input, str]] = []
    for each in inputs:
        try:
            texts.append((each, read_file(each)))
        except Unreadable as error:
            echo(f"scn: {error}", err=True)
    return texts, len(texts) == len(inputs)
