"""Replaces the content of files atomically: readers see the old content or the new one, even if a run is killed.

The new content is written to a temporary file in the same folder, which is then renamed. If that is impossible or would
lose something (another hard link, the owner), the file is written in place, while a backup holds the old content.
Temporary files and backups are locked as long as their run lives, so that a later run recognizes leftovers.
"""

from __future__ import annotations

import os
import stat

from scn_compiler.cli.output.own_files import NO_FOLLOW, read_no_follow
from scn_dsl.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows, where open files can't be removed, so they need no lock
    fcntl = None  # type: ignore[assignment]

_TEMPORARY = lazy_pattern(r"\.scn-write-[0-9a-f]{16}\.tmp")
_BACKUP = lazy_pattern(r"\.scn-backup-(?P<file>[0-9a-f]{16})-(?P<new>[0-9a-f]{16})\.tmp")

_MAX_SYNCED = 20
"""How many files a run syncs to disk; syncing more would take longer than everything else."""

_synced = 0


class ChangedMeanwhile(OSError):  # noqa: N818
    """A file changed after it was read, and so was not written."""


class InterruptedWrite(OSError):  # noqa: N818
    """An earlier run was killed while it wrote the file in place; `backup` has the old content."""

    def __init__(self, backup: str) -> None:
        super().__init__(
            0,
            f"an earlier run was interrupted while writing this file; its old content is in {backup}: "
            "restore or delete that backup",
        )


def replace_file(path: str, data: bytes, expected: bytes | None = None, *, sync: bool | None = None) -> None:
    """Write `data` to the file at `path`, which must not be a link; create the file if it does not exist.

    Args:
        expected: The content that the file must still have.
        sync: Whether the data must survive a power failure; by default, that of the first files of a run does.

    Raises:
        ChangedMeanwhile: if the file has other content.
        OSError: if the file can't be written; it is unchanged then.
    """
    state = _state(path)
    if state is None and expected is not None:
        raise ChangedMeanwhile(0, "was deleted")
    if state is not None and state.st_nlink > 1:
        return _write_in_place(path, data, expected)
    try:
        _rename_over(path, data, state, expected, sync=sync)
    except ChangedMeanwhile:
        raise
    except OSError:
        if state is None:
            raise
        _write_in_place(path, data, expected)
    return None


def replace_own_file(path: str, data: bytes, *, sync: bool = True) -> None:
    """Write `data` to a file that only scn uses; replace whatever has its name, even a link.

    Args:
        sync: Whether the data must survive a power failure.

    Raises:
        OSError: if the file can't be written; it is unchanged then.
    """
    _rename_over(path, data, None, None, sync=None if sync else False)


def _rename_over(
    path: str, data: bytes, state: os.stat_result | None, expected: bytes | None, *, sync: bool | None
) -> None:
    """Write a temporary file with the owner and permissions in `state`, and rename it to `path`."""
    stream, temporary = _new_file(os.path.dirname(path))  # noqa: PTH120
    try:
        with stream:
            _fill(stream, data, sync=sync)
            _take_over(temporary, stream, path, state)
            if expected is not None and read_no_follow(path) != expected:
                raise ChangedMeanwhile(0, "changed")
            if fcntl:
                os.replace(temporary, path)  # noqa: PTH105  (while it is locked)
        if not fcntl:
            os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        _remove(temporary)
        raise


def create_file(path: str, data: bytes) -> None:
    """Create a file; remove it again if it can't be written completely.

    Raises:
        FileExistsError: if the name is taken, even by a dangling link.
    """
    with _open_new(path, 0o666) as stream:
        try:
            _fill(stream, data)
        except BaseException:
            _remove(path)
            raise


def tidy(folder: str) -> Iterator[str]:
    """Remove leftovers of killed runs from `folder`.

    Yields a message for each file that such a run may have left half written.
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
                    _settle(os.path.join(folder, backup[0]), read_no_follow(path))  # noqa: PTH118
                except InterruptedWrite as error:
                    yield f"{path}: {error.strerror}"
                except OSError:
                    continue


def _write_in_place(path: str, data: bytes, expected: bytes | None) -> None:
    """Write into the file itself, while a backup holds its old content."""
    with os.fdopen(os.open(path, os.O_RDWR | NO_FOLLOW), "r+b", buffering=0) as stream:
        before = stream.read()
        if expected is not None and before != expected:
            raise ChangedMeanwhile(0, "changed")
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
    """Create a locked backup of `path`, in its folder or in the folder for temporary files."""
    import tempfile  # noqa: PLC0415  (few files are written in place)

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
            try:
                stream.close()  # which tries to write again what didn't fit
            finally:
                _remove(temporary)
            raise
        return stream, backup
    raise AssertionError


def _settle(backup: str, now: bytes) -> None:
    """Remove the backup of a killed run if the file, whose content is `now`, is complete.

    Raises:
        InterruptedWrite: if it may be half written.
        BlockingIOError: if the run of the backup is still alive.
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
    """Create a locked temporary file in `folder`."""
    while True:
        path = os.path.join(folder, f".scn-write-{os.urandom(8).hex()}.tmp")  # noqa: PTH118
        stream = _open_new(path, 0o600)
        try:
            _lock(stream)
        except BlockingIOError:  # another run is checking it for leftovers
            stream.close()
            continue
        except OSError:  # the file system has no locks
            return stream, path
        if _state(path) is not None:  # no other run removed it before it was locked
            return stream, path
        stream.close()


def _open_new(path: str, mode: int) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | NO_FOLLOW, mode), "w+b")


def _lock(stream: BinaryIO) -> BinaryIO:
    """Lock a file until it is closed.

    Raises:
        BlockingIOError: if another process has locked it.
    """
    if fcntl:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stream


def _opened_if_left(path: str) -> BinaryIO:
    """Open a temporary file or backup whose run is gone.

    Raises:
        OSError: if the run is alive, or the file isn't ours.
    """
    stream = os.fdopen(os.open(path, os.O_RDONLY | NO_FOLLOW), "rb")
    try:
        state = os.fstat(stream.fileno())
        if not stat.S_ISREG(state.st_mode) or (
            hasattr(os, "geteuid") and os.geteuid() not in (0, state.st_uid)
        ):
            raise OSError(0, "not created by scn")
        return _lock(stream)
    except BaseException:
        stream.close()
        raise


def _remove_if_left(path: str) -> None:
    try:
        with _opened_if_left(path):
            if fcntl:
                _remove(path)  # while it is locked
    except OSError:  # its run is alive, or it isn't ours
        pass
    if not fcntl:
        _remove(path)


def _fill(stream: BinaryIO, data: bytes, *, sync: bool | None = None) -> None:
    """Write `data`; by default, sync only the first files of a run."""
    global _synced  # noqa: PLW0603  (a count of the whole process)
    stream.write(data)
    stream.flush()
    if _synced < _MAX_SYNCED if sync is None else sync:
        _synced += 1
        os.fsync(stream.fileno())


def _take_over(temporary: str, stream: BinaryIO, path: str, state: os.stat_result | None) -> None:
    """Copy owner, permissions and extended attributes of the replaced file to a temporary file."""
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
    """Return the extended attributes of a file, including access lists; an empty dict if the system has none."""
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


def _remove(path: str) -> None:
    try:  # `contextlib` would take as long as a hundred lines of a script
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return


def _hash(data: bytes) -> str:
    from hashlib import blake2b  # noqa: PLC0415  (only backups need it)

    return blake2b(data, digest_size=8).hexdigest()
