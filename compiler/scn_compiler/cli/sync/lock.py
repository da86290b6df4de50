"""Reads and writes the lock of a project, and lets only one run change it at a time."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

import click
from filelock import FileLock, Timeout

from scn_compiler.cli.output.atomic import replace_file
from scn_compiler.cli.output.files import tidy_folders, unwritable
from scn_compiler.inert_text import one_line
from scn_compiler.project.console import echo
from scn_compiler.project.files import EXIT_UNREADABLE, Input, Unreadable, decode, read_regular
from scn_compiler.project.gitignore import ignored_by_git
from scn_compiler.project.paths import leads_outside, relative_path
from scn_compiler.sync.lock_file import LOCK_NAME, BadLock, Lock, parse_lock, print_lock


class SyncFailed(click.ClickException):
    """A run that can't begin or go on; the message says why, and what to do."""

    exit_code = EXIT_UNREADABLE

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class LockOfProject:
    """The lock in the folder of a project."""

    def __init__(self, folder: str) -> None:
        self.path = relative_path(os.path.join(folder, LOCK_NAME))  # noqa: PTH118
        self.folder = os.path.realpath(folder)

    def read(self) -> Lock:
        """Read the lock; it is empty if there is no file.

        Raises:
            SyncFailed: if it can't be used; the message has the line and what to do.
        """
        if not os.path.lexists(self.path):
            return Lock()
        if os.path.islink(self.path) and leads_outside(self.path):  # noqa: PTH114
            raise SyncFailed(f"{self.path} is a link to a file outside the project: remove it")
        source = Input(self.path, self.path)
        try:
            return parse_lock(decode(source, read_regular(source)))
        except Unreadable as error:
            raise SyncFailed(str(error)) from None
        except BadLock as error:
            raise SyncFailed(f"{self.path}:{error.line}: {error}: {error.hint}") from None

    def write(self, lock: Lock) -> None:
        """Write the lock, so that it survives whatever happens next.

        Raises:
            SyncFailed: if that is impossible; the file is unchanged then.
        """
        try:
            replace_file(os.path.realpath(self.path), print_lock(lock).encode(), sync=True)
        except OSError as error:
            raise SyncFailed(str(unwritable(self.path, error))) from None

    def _tell_ignored(self) -> None:
        """Warn if git leaves the lock out of commits: whoever has no lock creates every scenario a second time."""
        if ignored_by_git(self.path):
            echo(
                f"scn: .gitignore excludes {one_line(self.path)}, but your team needs it: without it, "
                f"`scn apply` doesn't know your scenarios; add the line `!{LOCK_NAME}` to .gitignore",
                err=True,
            )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs of this user on this machine from changing the lock or what it owns.

        Raises:
            SyncFailed: if another run is at it.
        """
        user = str(os.getuid()) if hasattr(os, "getuid") else ""
        name = blake2b(f"{user} {self.folder}".encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        guard = FileLock(os.path.join(tempfile.gettempdir(), f"scn-{name}.lock"))  # noqa: PTH118
        try:
            guard.acquire(blocking=False)
        except Timeout:
            raise SyncFailed(
                f"another run of scn is changing what {self.path} owns: wait for it, and run this again"
            ) from None
        except OSError as error:
            raise SyncFailed(f"{guard.lock_file}: {(error.strerror or '').lower()}") from None
        try:
            tidy_folders([self.path])
            self._tell_ignored()
            yield
        finally:
            guard.release()
