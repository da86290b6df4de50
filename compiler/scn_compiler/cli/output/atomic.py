"""Replaces the content of files: whoever reads one sees the old content or the new one, even if a run is killed.

A file is written under a temporary name beside it, which is then renamed. Where that would lose something (a second
name of the file, its owner) or cannot be done, the file is written in place, and a copy of what was in it lies in a
file of its own meanwhile. A file of either kind is locked as long as its run lives, so that a later run knows what a
killed one has left.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from typing import BinaryIO

try:
    import fcntl
except (
    ImportError
):  # Windows, where an open file cannot be removed: no lock is needed to know that it is in use
    fcntl = None  # type: ignore[assignment]

_TEMPORARY = re.compile(r"\.scn-write-[0-9a-f]{16}\.tmp")
_BACKUP = re.compile(r"\.scn-backup-(?P<file>[0-9a-f]{16})-(?P<new>[0-9a-f]{16})\.tmp")

_MAX_SYNCED = 20
"""A run waits for the disk for so many files; with more, that would take longer than all the rest."""

_synced = 0
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class ChangedMeanwhile(OSError):  # noqa: N818
    """A file is not what was read any more, and so was not written."""


class InterruptedWrite(OSError):  # noqa: N818
    """An earlier run was killed while it wrote the file in place; what was in it before lies in `backup`."""

    def __init__(self, backup: str) -> None:
        super().__init__(
            0,
            f"an earlier run was stopped while writing it, and what was in it lies in {backup}: put that back, "
            "or delete it",
        )


def replace_file(path: str, data: bytes, expected: bytes | None = None) -> None:
    """Give the file at `path`, which is no link, the content `data`; it is made if it is not there.

    Args:
        expected: What must be in the file until then.

    Raises:
        ChangedMeanwhile: if something else is in it.
        OSError: if it cannot be written; the file is unchanged then.
    """
    state = _state(path)
    if state is None and expected is not None:
        raise ChangedMeanwhile(0, "was deleted")
    if state is not None and state.st_nlink > 1:
        return _write_in_place(path, data, expected)
    try:
        _rename_over(path, data, state, expected)
    except ChangedMeanwhile:
        raise
    except OSError:
        if state is None:
            raise
        _write_in_place(path, data, expected)
    return None


def replace_own_file(path: str, data: bytes) -> None:
    """Give a file that scn keeps for itself the content `data`: what lies there, even a link, is not written into.

    Raises:
        OSError: if it cannot be written; what lies there is unchanged then.
    """
    _rename_over(path, data, None, None)


def _rename_over(path: str, data: bytes, state: os.stat_result | None, expected: bytes | None) -> None:
    """Write a temporary file with what belongs to the file of that `state`, and give it the name `path`."""
    stream, temporary = _new_file(os.path.dirname(path))  # noqa: PTH120
    try:
        with stream:
            _fill(stream, data)
            _take_over(temporary, stream, path, state)
            if expected is not None and _content(path) != expected:
                raise ChangedMeanwhile(0, "has changed")
            if fcntl:
                os.replace(temporary, path)  # noqa: PTH105  (while it is locked)
        if not fcntl:
            os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        _remove(temporary)
        raise


def create_file(path: str, data: bytes) -> None:
    """Make a file that is not there yet; nothing is left of one that cannot be written whole.

    Raises:
        FileExistsError: if there is anything of that name, even a link that leads nowhere.
    """
    with _open_new(path, 0o666) as stream:
        try:
            _fill(stream, data)
        except BaseException:
            _remove(path)
            raise


def read_own_file(path: str) -> bytes | None:
    """What is in a file that scn keeps for itself; `None` for a link, a pipe, or what cannot be read."""
    try:
        return _content(path) if stat.S_ISREG(os.lstat(path).st_mode) else None
    except OSError:
        return None


def tidy(folder: str) -> Iterator[str]:
    """Remove what killed runs have left in `folder`.

    Yields a sentence for each file that such a run may have left half written.
    """
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208
    except OSError:
        return
    backups = []
    for name in names:
        if not name.startswith(".scn-"):
            continue
        if _TEMPORARY.fullmatch(name):
            _remove_if_left(os.path.join(folder, name))  # noqa: PTH118
        elif found := _BACKUP.fullmatch(name):
            backups.append(found)
    for backup in backups:
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118
            if _hash(os.fsencode(name)) == backup["file"]:
                try:
                    _settle(os.path.join(folder, backup[0]), _content(path))  # noqa: PTH118
                except InterruptedWrite as error:
                    yield f"{path}: {error.strerror}"
                except OSError:
                    continue


def _write_in_place(path: str, data: bytes, expected: bytes | None) -> None:
    """Write into the file itself; its content before lies in another file as long as that takes."""
    with os.fdopen(os.open(path, os.O_RDWR | _NO_FOLLOW), "r+b", buffering=0) as stream:
        before = stream.read()
        if expected is not None and before != expected:
            raise ChangedMeanwhile(0, "has changed")
        kept, backup = _keep(path, before, data)
        with kept:
            try:
                _overwrite(stream, data)
            except BaseException:
                _overwrite(stream, before)
                raise
            finally:
                _remove(backup)


def _keep(path: str, before: bytes, data: bytes) -> tuple[BinaryIO, str]:
    """A new, locked file with the content of `path`: beside it, or where temporary files lie."""
    import tempfile  # noqa: PLC0415  (hardly any file is written in place)

    folder, name = os.path.split(path)
    elsewhere = tempfile.gettempdir()
    for place, identity in ((folder, name), (elsewhere, os.path.abspath(path))):  # noqa: PTH100
        file = _hash(os.fsencode(identity))
        for other in os.listdir(place or "."):  # noqa: PTH208
            if other.startswith(f".scn-backup-{file}-"):
                _settle(os.path.join(place, other), before)  # noqa: PTH118
        try:
            stream, temporary = _new_file(place)
        except OSError:
            if place == elsewhere:
                raise
            continue
        try:
            _fill(stream, before, sync=True)
            backup = os.path.join(place, f".scn-backup-{file}-{_hash(data)}.tmp")  # noqa: PTH118
            os.rename(temporary, backup)  # noqa: PTH104
        except BaseException:
            stream.close()
            _remove(temporary)
            raise
        return stream, backup
    raise AssertionError


def _settle(backup: str, now: bytes) -> None:
    """Remove a backup that a killed run has left, if the file, which holds `now`, is whole.

    Raises:
        InterruptedWrite: if it may be half written.
        BlockingIOError: if the run that made it is still alive.
    """
    with _opened_if_left(backup) as stream:
        found = _BACKUP.fullmatch(os.path.basename(backup))  # noqa: PTH119
        if not found or not (_hash(now) == found["new"] or stream.read() == now):
            raise InterruptedWrite(backup)
    _remove(backup)


def _overwrite(stream: BinaryIO, data: bytes) -> None:
    stream.seek(0)
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]
    stream.truncate(len(data))
    os.fsync(stream.fileno())


def _new_file(folder: str) -> tuple[BinaryIO, str]:
    """A new, locked file with a name of our own in `folder`."""
    while True:
        path = os.path.join(folder, f".scn-write-{os.urandom(8).hex()}.tmp")  # noqa: PTH118
        stream = _open_new(path, 0o600)
        try:
            _lock(stream)
        except BlockingIOError:  # a run that tidies up looks at it
            stream.close()
            continue
        except OSError:  # no locks here
            return stream, path
        if _state(path) is not None:  # nor did that run remove it before it was locked
            return stream, path
        stream.close()


def _open_new(path: str, mode: int) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, mode), "w+b")


def _lock(stream: BinaryIO) -> BinaryIO:
    """Lock a file until it is closed.

    Raises:
        BlockingIOError: if another process has locked it.
    """
    if fcntl:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stream


def _opened_if_left(path: str) -> BinaryIO:
    """A file of ours, opened, if the run that made it is gone.

    Raises:
        OSError: if it lives, or this is no file of ours.
    """
    stream = os.fdopen(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb")
    try:
        state = os.fstat(stream.fileno())
        if not stat.S_ISREG(state.st_mode) or (
            hasattr(os, "geteuid") and os.geteuid() not in (0, state.st_uid)
        ):
            raise OSError(0, "it is not ours")
        return _lock(stream)
    except BaseException:
        stream.close()
        raise


def _remove_if_left(path: str) -> None:
    with suppress(OSError), _opened_if_left(path):
        if fcntl:
            _remove(path)
            return
    if not fcntl:
        _remove(path)


def _fill(stream: BinaryIO, data: bytes, *, sync: bool = False) -> None:
    global _synced  # noqa: PLW0603  (counts for the whole process)
    stream.write(data)
    stream.flush()
    if sync or _synced < _MAX_SYNCED:
        _synced += 1
        os.fsync(stream.fileno())


def _take_over(temporary: str, stream: BinaryIO, path: str, state: os.stat_result | None) -> None:
    """Give a temporary file what belongs to the file that it replaces: owner, permissions, extended attributes."""
    if state is None:
        os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101
        return
    own = os.fstat(stream.fileno())
    if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (state.st_uid, state.st_gid):
        os.chown(temporary, state.st_uid, state.st_gid)
    os.chmod(temporary, stat.S_IMODE(state.st_mode))  # noqa: PTH101
    if _attributes(path) != _attributes(temporary):
        for name, value in _attributes(path).items():
            os.setxattr(temporary, name, value)


def _attributes(path: str) -> dict[str, bytes]:
    """The extended attributes of a file, access lists included; none where there are no such things."""
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except (OSError, AttributeError):
        return {}


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _state(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


def _content(path: str) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb") as stream:
        return stream.read()


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()
