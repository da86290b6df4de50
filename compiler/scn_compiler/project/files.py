"""Finds files and reads them as UTF-8; `-` is standard input."""

import os
import stat
import sys
from collections.abc import Callable

from scn_compiler.inert_text import one_line
from scn_compiler.project.console import echo, usage_error
from scn_dsl.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.project.walk import Walked

EXIT_UNREADABLE = 2
"""Exit code when a file cannot be read or written."""

STDIN = "-"

_OF_SYSTEM = ("/proc/", "/sys/", "/dev/")
"""Folders with virtual files that look regular."""


class ReadFailure(Record):
    """Why a file can't be read as text, or could not be processed.

    Attributes:
        line, column: The position of the first bad byte, if the content is the reason.
        is_bug: Whether a bug is the reason.
    """

    path: str
    reason: str
    line: int | None = None
    column: int | None = None
    is_bug: bool = False

    def __str__(self) -> str:
        position = f":{self.line}:{self.column}" if self.line else ""
        return one_line(f"{self.path}{position}: {self.reason}")


class Unreadable(Exception):  # noqa: N818
    """A file can't be read as text; `failure` says why."""

    def __init__(self, failure: ReadFailure) -> None:
        super().__init__(failure)
        self.failure = failure


class Input(Record):
    """One file to read.

    Attributes:
        path: `-` for standard input.
        relative_path: The path inside the folder that the command line names; an output folder mirrors it.
        filename: The path to use for standard input.
        is_pipe: Whether this is a pipe or a device, which can be read only once.
        is_excluded: Whether to skip it; the text of standard input goes to the output unchanged.
    """

    path: str
    relative_path: str
    filename: str | None = None
    is_pipe: bool = False
    is_excluded: bool = False

    @property
    def display_name(self) -> str:
        return self.filename or ("<stdin>" if self.path == STDIN else self.path)

    @property
    def location(self) -> str:
        """The path for configuration and baseline; `-` for standard input without a name."""
        return self.filename or self.path

    @property
    def file_path(self) -> str | None:
        """The path of the file, which may name a scenario; `None` for standard input without a name."""
        return None if self.location == STDIN else self.location

    @property
    def is_stream(self) -> bool:
        """Whether this can be read only once and can't be written, so that new text goes to standard output."""
        return self.is_pipe or self.path == STDIN


def find_files(
    paths: tuple[str, ...],
    suffix: str,
    excluded: Callable[[str], bool] | None = None,
    *,
    force_exclude: bool = False,
    no_ignore: bool = False,
    gitignore: Callable[[str], bool] | None = None,
    remark: Callable[[str], object] | None = None,
) -> list[Input]:
    """Find the files in `paths`: each file, `-`, and every `**/*suffix` in each folder, without duplicates.

    Args:
        excluded: Returns whether to skip a file or folder that is found in a folder.
        force_exclude: Whether to skip excluded files even if `paths` names them.
        no_ignore: Whether to search ignored folders and files as well.
        gitignore: Returns whether to skip files that git ignores in a folder of `paths`.
        remark: Receives a message for each entry that looks like a file but is skipped.

    Raises:
        click.UsageError: for a path that does not exist, or a folder without a file with `suffix`.
    """
    found: dict[str, Input] = {}
    identify = os.path.realpath if len(paths) > 1 else str  # one folder lists each file once
    for path in paths:
        if not path:
            raise usage_error("empty path")
        if path == STDIN:
            found[STDIN] = Input(STDIN, "stdin" + suffix)
            continue
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            from scn_compiler.project.walk import walk  # noqa: PLC0415  (a check of one file doesn't need it)

            walked = walk(
                os.path.normpath(path),
                suffix,
                excluded,
                no_ignore=no_ignore,
                gitignore=not no_ignore and (gitignore is None or gitignore(path)),
                asked=paths,
            )
            for each in _in_folder(walked, suffix, path):
                found.setdefault(identify(each.path), each)
            if remark:
                for sentence in walked.remarks:
                    remark(sentence)
        elif force_exclude and excluded and excluded(path):
            continue
        elif mode is not None or os.path.lexists(path):
            is_pipe = mode is not None and not stat.S_ISREG(mode)
            found.setdefault(identify(path), Input(path, os.path.basename(path), is_pipe=is_pipe))  # noqa: PTH119
        else:
            raise usage_error(f"{path} does not exist")
    return list(found.values())


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):  # it does not exist, or the path contains a zero byte
        return None


def _in_folder(walked: "Walked", suffix: str, display_name: str) -> list[Input]:
    if not (walked.files or walked.has_excluded):
        hint = ": use --no-ignore to search what git ignores, node_modules and virtual environments"
        raise usage_error(f"no {suffix} files in {display_name}{hint if walked.has_ignored else ''}")
    folder = os.path.normpath(display_name)
    prefix = 0 if folder == "." else len(folder.rstrip(os.sep)) + 1
    return [Input(path, path[prefix:]) for path in walked.files]


def read_file(source: Input) -> str:
    """Read the text of a file, with its line breaks unchanged.

    Raises:
        Unreadable: if the file can't be opened, or isn't UTF-8.
    """
    return decode(source, read_bytes(source))


def read_bytes(source: Input) -> bytes:
    """Read the content of a file.

    Raises:
        Unreadable: if the file can't be opened.
    """
    try:
        return _standard_input() if source.path == STDIN else _bytes(source.path)
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from None


def _unreadable(source: Input, error: OSError | ValueError) -> Unreadable:
    """Describe `error` for people; a `ValueError` means that the path contains a zero byte."""
    if isinstance(error, FileNotFoundError) and os.path.islink(source.path):  # noqa: PTH114
        target = os.readlink(source.path)  # noqa: PTH115
        reason = f"it is a link to {target}, which does not exist"
        return Unreadable(ReadFailure(source.display_name, f"cannot be read: {reason}"))
    system = (error.strerror or "unknown error").lower() if isinstance(error, OSError) else ""
    reason = system or "not a valid file name"
    return Unreadable(ReadFailure(source.display_name, f"cannot be read: {reason}"))


def read_regular(source: Input) -> bytes:
    """Read a regular file. Reading a pipe or a device might never end, so the user must name one explicitly.

    Raises:
        Unreadable: if it isn't a regular file, or can't be opened.
    """
    try:
        of_system = os.path.realpath(source.path).startswith(_OF_SYSTEM)
        with open(source.path, "rb", opener=_open_at_once) as stream:
            if not of_system and stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return stream.read()
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from None
    raise Unreadable(ReadFailure(source.display_name, "cannot be read: it is not a regular file"))


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def decode(source: Input, data: bytes) -> str:
    """Decode `data`, the content of the file `source`.

    Raises:
        Unreadable: if it isn't UTF-8.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(ReadFailure(source.display_name, "this file is UTF-16: save it as UTF-8", 1, 1))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(_not_utf8(source.display_name, data, error.start)) from None


def _bytes(path: str) -> bytes:
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read()


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError(9, "standard input is closed")
    return sys.stdin.buffer.read()


def _not_utf8(name: str, data: bytes, offset: int) -> ReadFailure:
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[data.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
    if (
        data.startswith((b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\x7fELF"))
        or b"\0" in data[:1024]
    ):
        return ReadFailure(name, "this is a binary file, not text", 1, 1)
    return ReadFailure(
        name, f"byte 0x{data[offset]:02x} is not valid UTF-8: save the file as UTF-8", line, column
    )


def read_all(inputs: list[Input]) -> tuple[list[tuple[Input, str]], bool]:
    """Read files, and report failures on standard error; return the texts, and whether all files were read."""
    texts: list[tuple[Input, str]] = []
    for each in inputs:
        try:
            texts.append((each, read_file(each)))
        except Unreadable as error:
            echo(f"scn: {error}", err=True)
    return texts, len(texts) == len(inputs)
