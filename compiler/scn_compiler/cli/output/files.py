"""Writes files, and checks output paths."""

import errno
import os
import stat
from collections.abc import Iterable

from scn_compiler.cli.output.atomic import ChangedMeanwhile, InterruptedWrite, replace_file, tidy
from scn_compiler.cli.output.streams import write_to_stream
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.files import STDIN, Input
from scn_compiler.project.project_config import OWN_FILE, SHARED_FILE
from scn_compiler.project.walk import lies_in
from scn_dsl.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class OutputPath(Record):
    """The path in `-o`; its string is the path.

    Attributes:
        is_folder: Whether it is an existing folder, or ends in a slash.
    """

    path: "Path"
    is_folder: bool = False

    def __str__(self) -> str:
        return str(self.path)


def write_file(path: "str | Path", text: str) -> None:
    """Write `text` to `path` atomically.

    Raises:
        click.UsageError: if the file can't be written; it is unchanged then.
    """
    try:
        replace_text(path, text)
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: "str | Path", error: OSError) -> Exception:
    """Return the error to raise if the file at `path` can't be written."""
    return usage_error(_why_unwritten(path, error))


def write_or_report(path: str, text: str, before: str) -> bool:
    """Write `text` to one of several files, whose content was `before`; if that fails, print why and return `False`."""
    try:
        replace_text(path, text, before)
    except OSError as error:
        from pathlib import Path  # noqa: PLC0415  (slow to load)

        echo(f"scn: {_why_unwritten(Path(path), error)}", err=True)
        return False
    return True


def replace_text(path: "str | Path", text: str, before: str | None = None) -> None:
    """Write `text` to `path` atomically.

    Follows a link and writes its target; writes directly to a device or a pipe. Refuses a read-only file, even if
    its folder allows replacing it.

    Args:
        before: The content that the file must still have.

    Raises:
        OSError: if the file can't be written, or its content isn't `before`; it is unchanged then.
    """
    if write_to_stream(path, text):
        return
    real = os.path.realpath(path)
    is_file = os.path.isfile(real)  # noqa: PTH113
    if is_file and not (os.stat(real).st_mode & stat.S_IWUSR and os.access(real, os.W_OK)):  # noqa: PTH116
        raise OSError(errno.EACCES, "it is read-only")
    os.makedirs(os.path.dirname(real), exist_ok=True)  # noqa: PTH103, PTH120
    replace_file(real, text.encode("utf-8"), None if before is None else before.encode("utf-8"))


def _why_unwritten(path: "str | Path", error: OSError) -> str:
    reason = error.strerror or "unknown error"
    if isinstance(error, ChangedMeanwhile):
        return f"{path}: {reason} during this run, so it was not written: run scn again"
    is_ours = isinstance(error, InterruptedWrite)
    return f"{path}: cannot be written: {reason if is_ours else reason.lower()}"


def tidy_folders(files: "Iterable[str | Path]") -> None:
    """Remove leftovers of killed runs beside `files`; report files that may be half written."""
    for folder in dict.fromkeys(os.path.dirname(os.path.realpath(file)) for file in files):  # noqa: PTH120
        for sentence in tidy(folder):
            echo(f"scn: {sentence}", err=True)


def refuse_overwriting(
    outputs: "Iterable[Path | None]",
    inputs: Iterable[Input],
    read: Iterable[str] = (),
    *,
    scripts: bool = False,
) -> None:
    """Check that no output overwrites an input, another output, a script or a configuration, under any name.

    Args:
        read: Other files that the run reads.
        scripts: Whether the outputs are scripts, which may overwrite scripts.

    Raises:
        click.UsageError: for the first output that would.
    """
    paths = (*(each.path for each in inputs if each.path != STDIN), *read)
    taken = {identity for path in paths for identity in _identities(path)}
    for output in outputs:
        if output is None or (os.path.exists(output) and not os.path.isfile(output)):  # noqa: PTH110, PTH113
            continue
        path = os.path.realpath(output)
        if not taken.isdisjoint(_identities(output)):
            raise usage_error(f"refusing to overwrite {output}: this run already reads or writes it")
        if os.path.exists(path) and os.path.splitext(path)[1] == ".scn" and not scripts:  # noqa: PTH110, PTH122
            raise usage_error(f"refusing to overwrite {output}: it is a script")
        if os.path.exists(path) and os.path.basename(path) in (OWN_FILE, SHARED_FILE):  # noqa: PTH110, PTH119
            raise usage_error(f"refusing to overwrite {output}: it is a configuration file")
        taken.update(_identities(output))


def _identities(path: "str | Path") -> set[str | tuple[int, int]]:
    """Return identifiers that all names of a file share: its real path and, if it exists, its device and inode."""
    real = os.path.realpath(path)
    try:
        state = os.stat(real)  # noqa: PTH116
    except (OSError, ValueError):
        return {real}
    return (
        {real, (state.st_dev, state.st_ino)} if state.st_ino else {real}
    )  # 0: the file system has no inodes


def refuse_outside(folder: "Path", paths: "Iterable[Path]") -> None:
    """Check that no link leads a path in `folder` out of it, and that no path is a pipe or a device.

    Raises:
        click.UsageError: for the first path that fails.
    """
    for path in paths:
        target = os.path.realpath(path)
        if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):  # noqa: PTH110, PTH112, PTH113
            raise usage_error(f"refusing to write {path}: it is not a regular file; remove it first")
        if not lies_in(target, str(folder)):
            raise usage_error(f"refusing to write {path}: a link leads to {target}, outside {folder}")


def unused_path(path: "Path", taken: "set[Path]") -> "Path":
    """Return `path`, with a number if it is already in `taken`; add the result to `taken`."""
    choice, number = path, 2
    while choice in taken:
        choice, number = path.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
    taken.add(choice)
    return choice
