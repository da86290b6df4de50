"""The cache of clean files.

The cache stores a hash of each clean file. The hash covers its content, name, configuration and target, scn's own
files, and the installed plugins if the file uses them.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from scn_compiler.cli.output.atomic import create_file, read_own_file, replace_own_file, tidy
from scn_compiler.config import Config
from scn_compiler.installed_plugins import plugins_hash
from scn_compiler.pipeline.compile import file_stem
from scn_compiler.project.files import Input, Unreadable, read_bytes

FOLDER = ".scn_cache"
FILE = "clean"
KEY_SIZE = 16
"""The size of a key in bytes."""

_MAX_KEYS = 1 << 17
"""With more keys, the cache stores only those of the last run."""


class CleanCache:
    """The keys of files without findings, stored in a folder inside the current one."""

    def __init__(self, known: frozenset[bytes]) -> None:
        self._known = known
        self._used: set[bytes] = set()
        self._program = _program_hash()
        self._plugin_marker = blake2b(
            b"platforms of others", digest_size=KEY_SIZE, key=self._program
        ).digest()
        self._base_keys: dict[tuple[int, str | None], tuple[Config, bytes]] = {}

    @classmethod
    def load(cls) -> "CleanCache":
        """Load the cache of earlier runs in this folder; it is empty if it can't be read."""
        try:
            data = read_own_file(os.path.join(FOLDER, FILE)) if _is_own_folder() else None  # noqa: PTH118
        except OSError:
            data = None
        if data is None or len(data) % KEY_SIZE:
            data = b""
        return cls(frozenset(data[at : at + KEY_SIZE] for at in range(0, len(data), KEY_SIZE)))

    def knows(self, source: Input, base_key: bytes) -> bool:
        """Return whether the current content of a file is known to be clean; never read a stream, which can be read once."""
        if source.is_stream:
            return False
        try:
            key = key_of(source, read_bytes(source), base_key)
        except Unreadable:
            return False
        if key not in self._known and self._plugin_marker in self._known:
            self._used.add(self._plugin_marker)
            key = _with_plugins(key)
        if key in self._known:
            self._used.add(key)
        return key in self._known

    def base_key(self, config: Config, target: str | None) -> bytes:
        """Return the hash of the program, the configuration and the target: the base of the keys of files.

        Cached by the identity of `config`; the cache refers to it, so its id is not reused.
        """
        entry = self._base_keys.get((id(config), target))
        if entry is None:
            text = repr((config, target)).encode("utf-8", "backslashreplace")
            entry = config, blake2b(text, key=self._program).digest()
            self._base_keys[id(config), target] = entry
        return entry[1]

    def add(self, key: bytes, *, uses_plugins: bool = False) -> None:
        """Add the key of a clean file.

        If its check consulted plugins, the key is valid until the installed plugins change. A marker records that
        such a key exists; without it, `knows` doesn't need to look for installed plugins.
        """
        self._used.update((_with_plugins(key), self._plugin_marker) if uses_plugins else (key,))

    def save(self) -> None:
        """Store the keys if there are new ones; do nothing if the folder is a link or can't be written."""
        if self._used <= self._known:
            return
        keys = self._known | self._used if len(self._known) + len(self._used) <= _MAX_KEYS else self._used
        folder = Path(FOLDER)
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)
            if not _is_own_folder():
                return
            with contextlib.suppress(FileExistsError):
                create_file(os.path.join(FOLDER, ".gitignore"), b"*\n")  # noqa: PTH118
            for _ in tidy(FOLDER):
                pass
            replace_own_file(os.path.join(FOLDER, FILE), b"".join(sorted(keys)))  # noqa: PTH118


def _is_own_folder() -> bool:
    """Return whether the cache's folder isn't a link: a repository may contain a link that leads elsewhere."""
    return stat.S_ISDIR(os.lstat(FOLDER).st_mode)


def key_of(source: Input, data: bytes, base_key: bytes) -> bytes:
    """Return the key of a file: a hash of the base key, its name and its content `data`."""
    name = os.fsencode(file_stem(source.file_path) or "")
    return blake2b(b"%d %b%b" % (len(name), name, data), digest_size=KEY_SIZE, key=base_key).digest()


def _with_plugins(key: bytes) -> bytes:
    """Return the key of a file whose findings may depend on installed plugins: it changes when they do."""
    return blake2b(key, digest_size=KEY_SIZE, key=plugins_hash()).digest()


def _program_hash() -> bytes:
    """Hash the interpreter's version, and size and modification time of the files of scn and its dependencies."""
    digest = blake2b(sys.version.encode(), digest_size=32)
    for file in _program_files():
        state = file.stat()
        digest.update(f"{file}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.digest()


def _program_files() -> Iterator[Path]:
    for package in ("scn_dsl", "scn_grammar", "scn_compiler"):
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            yield from (file for file in sorted(Path(folder).rglob("*")) if file.suffix in (".py", ".lark"))
    for package in ("lark", "pydantic", "pydantic_core"):
        spec = find_spec(package)
        if spec and spec.origin:
            yield Path(spec.origin)  # changes with the version
