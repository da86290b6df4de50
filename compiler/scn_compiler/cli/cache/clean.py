"""The cache of clean files.

The cache stores a hash of each clean file. The hash covers its content and name, the options, every configuration that
may apply to it, the files that it imports, scn's own files and libraries, and the installed plugins if the file uses
them. `scn check FILE` asks the cache before it loads anything else, so this module loads little.

A repository may contain a cache whose author knows all that the keys depend on, for example in a public container image.
Stored keys therefore also depend on when, and where on the disk, this machine created the folder's `.gitignore`.
"""

import os
import stat

from scn_compiler.cli.cache.dependencies import (
    Imports,
    configuration_named,
    configurations_above,
    may_import,
    state_of_program,
)
from scn_compiler.cli.output.own_files import read_own_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

try:
    from _blake2 import blake2b  # `hashlib` loads OpenSSL first
except ImportError:
    from hashlib import blake2b

FOLDER = ".scn_cache"
FILE = "clean"
_IGNORED = os.path.join(FOLDER, ".gitignore")  # noqa: PTH118
KEY_SIZE = 16
"""The size of a key in bytes."""

_MAX_KEYS = 1 << 17
"""With more keys, the cache stores only those of the last run."""

_SIGNS_OF_OTHERS = (b"baseline", b"measured", b"\\u", b"\\U", b"\\x")
"""A configuration without these signs names no baseline and no measurement; a key with escapes may spell anything."""

_MAX_IMPORTED = 1 << 24
"""As `MAX_SIZE` of imported files: a larger one is never read."""

_FEW = 20
"""With more lookups, a set of the keys is worth its time."""


class CleanCache:
    """The keys of files without findings, stored in a folder inside the current one."""

    def __init__(
        self, data: bytes, options: str = "", named: str | None = None, *, origin: bytes = b""
    ) -> None:
        self._data = data if len(data) % KEY_SIZE == 0 else b""
        self._origin = origin
        self._known: frozenset[bytes] | None = None
        self._lookups = 0
        self._used: set[bytes] = set()
        self._named = named
        place = os.path.abspath(named) if named else ""  # noqa: PTH100
        program = f"{options}\n{place}\n{state_of_program()}".encode("utf-8", "backslashreplace")
        self._program = blake2b(program, digest_size=32).digest()
        self._plugin_marker = _hash(b"platforms of others", self._program)
        self._configurations: dict[str, dict[str, bytes] | None] = {}
        self._base_keys: dict[str, bytes] = {}
        self._imported: dict[str, bytes | None] = {}

    @classmethod
    def load(cls, options: str = "", named: str | None = None) -> "CleanCache":
        """Load the cache of earlier runs in this folder; it is empty if it can't be read.

        Args:
            options: The options that findings depend on; runs with other options have other keys.
            named: The only configuration to use; an empty string to use none.
        """
        origin = _origin()
        data = read_own_file(os.path.join(FOLDER, FILE)) if origin else None  # noqa: PTH118
        return cls(data or b"", options, named, origin=origin)

    def base_key(self, path: str, extends: tuple[str, ...] | None = None) -> bytes:
        """Return the hash of everything but the script at `path` itself; empty if its configurations can't be read.

        Args:
            extends: The configurations that those of the script really extend; the result is empty if one of them was
                not found without parsing.
        """
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder not in self._base_keys:
            found = self.configurations(folder)
            parts = [self._program]
            for file, data in (found or {}).items():
                parts += [os.fsencode(os.path.basename(file)), b"%d" % len(data), data]  # noqa: PTH119
            self._base_keys[folder] = b"" if found is None else _hash(b"\0".join(parts), size=32)
        found = self._configurations.get(folder) or {}
        is_complete = all(each in found for each in extends or ())
        return self._base_keys[folder] if is_complete else b""

    def configurations(self, folder: str) -> dict[str, bytes] | None:
        """Return the contents of the files that may configure the scripts in a folder, by path."""
        if folder not in self._configurations:
            if self._named is None:
                found = configurations_above(folder)
            else:
                found = configuration_named(self._named) if self._named else {}
            self._configurations[folder] = found
        return self._configurations[folder]

    def knows(self, path: str, base_key: bytes, *, imports: bool = True) -> bool:
        """Return whether the current content of a file is known to be clean; never read a pipe or a device.

        Args:
            imports: Whether its findings depend on the files that it imports.
        """
        try:
            data = _regular_content(path) if base_key else None
        except (OSError, ValueError):
            return False
        if data is None:
            return False
        key = key_of(path, data, base_key)
        if imports and may_import(data, path):
            key = key_with_imports(key, Imports(path, data, self._content))
        if not self._has(key) and self._has(self._plugin_marker):
            self._used.add(self._plugin_marker)
            key = _with_plugins(key)
        if not self._has(key):
            return False
        self._used.add(key)
        return True

    def _content(self, path: str) -> bytes | None:
        """Read an imported file; return `None` if it is missing, not regular or larger than any that is read."""
        if path not in self._imported:
            try:
                is_small = os.stat(path).st_size <= _MAX_IMPORTED  # noqa: PTH116
                self._imported[path] = _regular_content(path) if is_small else None
            except (OSError, ValueError):
                self._imported[path] = None
        return self._imported[path]

    def add(self, key: bytes, *, uses_plugins: bool = False) -> None:
        """Add the key of a clean file.

        If its check consulted plugins, the key is valid until the installed plugins change. A marker records that
        such a key exists; without it, `knows` doesn't need to look for installed plugins.
        """
        self._used.update((_with_plugins(key), self._plugin_marker) if uses_plugins else (key,))

    def save(self, have_changed: "Callable[[], bool]") -> None:
        """Store the keys if there are new ones.

        Does nothing if a configuration has changed since it was read, or the folder is a link or can't be written.

        Args:
            have_changed: Returns whether parsing the configurations again gives something else than this run used:
                one may have changed before this cache read it.
        """
        new = sorted(key for key in self._used if not self._has(key))
        if not new or self._have_changed() or have_changed():
            return
        from scn_compiler.cli.output.atomic import create_file, replace_own_file, tidy  # noqa: PLC0415

        try:
            os.makedirs(FOLDER, exist_ok=True)  # noqa: PTH103
            if not _is_own_folder():
                return
            if not os.path.lexists(_IGNORED):
                create_file(_IGNORED, b"*\n")
            origin = _origin()
            if not origin:
                return
            for _ in tidy(FOLDER):
                pass
            fits = origin == self._origin and len(self._data) // KEY_SIZE + len(new) <= _MAX_KEYS
            stored = b"".join(_hash(key, origin) for key in (new if fits else sorted(self._used)))
            data = self._data + stored if fits else stored
            replace_own_file(os.path.join(FOLDER, FILE), data, sync=False)  # noqa: PTH118
        except OSError:
            return

    def _have_changed(self) -> bool:
        """Return whether a configuration isn't what it was when it was read."""
        before, self._configurations = self._configurations, {}
        return any(self.configurations(folder) != found for folder, found in before.items())

    def _has(self, key: bytes) -> bool:
        key = _hash(key, self._origin)
        if self._known is None:
            self._lookups += 1
            if self._lookups <= _FEW:
                return _index(self._data, key) >= 0
            starts = range(0, len(self._data), KEY_SIZE)
            self._known = frozenset([self._data[at : at + KEY_SIZE] for at in starts])
        return key in self._known


def described(options: str, environment: str | None) -> str:
    """Add the chosen environment to the options of a run, as they are part of its keys."""
    return f"{options}\nenvironment: {environment}" if environment else options


def all_clean(paths: tuple[str, ...], environment: str | None = None) -> bool:
    """Return whether `scn check PATHS` is known to find nothing: all paths are files that earlier runs found clean."""
    cache = CleanCache.load(described("", environment))
    for path in paths:
        configurations = cache.configurations(os.path.dirname(path))  # noqa: PTH120
        if any(sign in data for data in (configurations or {}).values() for sign in _SIGNS_OF_OTHERS):
            return False  # the run says how many problems are known, or its findings depend on another file
        if not cache.knows(path, cache.base_key(path)):
            return False
    return True


def key_of(path: str, data: bytes, base_key: bytes) -> bytes:
    """Return the key of a file: a hash of the base key, its name and its content `data`."""
    name = os.fsencode(os.path.splitext(os.path.basename(path))[0])  # noqa: PTH119, PTH122
    return _hash(b"%d %b%b" % (len(name), name, data), base_key)


def key_with_imports(key: bytes, imports: Imports) -> bytes:
    """Return the key of a file that imports others: it changes when one of these does, appears or disappears."""
    if not imports.contents:
        return key
    described = imports.describe()
    return _hash(described, key) if described else b""


def key_with_measurement(key: bytes, digest: str) -> bytes:
    """Return the key for a run with a measurement."""
    return _hash(digest.encode(), key, size=32)


def _hash(data: bytes, key: bytes = b"", size: int = KEY_SIZE) -> bytes:
    return blake2b(data, digest_size=size, key=key).digest()


def _with_plugins(key: bytes) -> bytes:
    """Return the key of a file whose findings may depend on installed plugins: it changes when they do."""
    from scn_compiler.installed_plugins import plugins_hash  # noqa: PLC0415  (few files use plugins)

    return _hash(key, plugins_hash())


def _index(data: bytes, key: bytes) -> int:
    """Return where `key` is in `data`, a sequence of keys; -1 if it isn't there."""
    at = data.find(key)
    while at % KEY_SIZE and at >= 0:
        at = data.find(key, at + 1)
    return at


def _regular_content(path: str) -> bytes | None:
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
        return None
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read()


def _is_own_folder() -> bool:
    """Return whether the cache's folder isn't a link: a repository may contain a link that leads elsewhere."""
    try:
        return stat.S_ISDIR(os.lstat(FOLDER).st_mode)
    except OSError:
        return False


def _origin() -> bytes:
    """Describe when and where this machine created the cache; empty if it is missing or a link."""
    try:
        state = os.lstat(_IGNORED) if _is_own_folder() else None
    except OSError:
        return b""
    return b"%d %d" % (state.st_ino, state.st_ctime_ns) if state and stat.S_ISREG(state.st_mode) else b""
