"""The files besides a script that its findings depend on: configurations, imported files, and scn with its libraries."""

import os
import sys

import scn_compiler
import scn_dsl
import scn_grammar
from scn_compiler.cli.output.own_files import read_own_file
from scn_dsl.file_names import TEST_SUFFIX, script_beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CONFIGURATIONS = ("scn.toml", "pyproject.toml")
_LIBRARIES = ("lark-", "pathspec-", "pydantic-", "pydantic_core-")
_MAX_EXTENDED = 20
_IMPORTS, _ROWS, _SCRIPT = b"import", b"rows", b"script"
_MAX_IMPORTED = 500
"""A script that imports more files is never known to be clean."""

_OF_PROJECT = (".git", *_CONFIGURATIONS)
"""The entries of folders above a script that decide which folder is that of its project."""

_IRRELEVANT = ("__pycache__", "site", "pages", "ide", "lsp", "sync")
"""Folders whose files can't change a finding or a layout: checks and `scn fmt` import nothing from them."""


def configurations_above(folder: str) -> dict[str, bytes] | None:
    """Read every file that may configure the scripts in a folder, with the files that it extends.

    Returns:
        The contents by path, from the nearest to the farthest; `None` if one of them can't be read as a regular file.
    """
    found: dict[str, bytes] = {}
    place = os.path.abspath(folder)  # noqa: PTH100
    while True:
        for name in _CONFIGURATIONS:
            path = os.path.join(place, name)  # noqa: PTH118
            if os.path.lexists(path) and not _add(path, found):
                return None
        parent = os.path.dirname(place)  # noqa: PTH120
        if parent == place:
            return found
        place = parent


def configuration_named(path: str) -> dict[str, bytes] | None:
    """Read one configuration, with the files that it extends; `None` as for `configurations_above`."""
    found: dict[str, bytes] = {}
    return found if _add(os.path.abspath(path), found) else None  # noqa: PTH100


def _add(path: str, found: dict[str, bytes]) -> bool:
    """Add a configuration, and those that it seems to extend; return `False` if one can't be read."""
    if path in found:
        return True
    data = read_own_file(path)
    if data is None or len(found) > _MAX_EXTENDED:
        return False
    found[path] = data
    return all(_add(base, found) for base in _bases(path, data) if os.path.lexists(base))


def _bases(path: str, data: bytes) -> list[str]:
    """List the files in lines such as `extends = "base.toml"`: without parsing the TOML, so possibly too many."""
    if b"extends" not in data:
        return []
    values = [line.partition(b"=")[2] for line in data.splitlines() if line.lstrip().startswith(b"extends")]
    names = [os.fsdecode(name) for value in values for name in value.replace(b"'", b'"').split(b'"')[1:2]]
    return [os.path.normpath(os.path.join(os.path.dirname(path), name)) for name in names]  # noqa: PTH118, PTH120


class Imports:
    """The files that a script or its tests seem to need, directly or not, found without parsing it.

    Attributes:
        contents: The content of each file by its path; `None` for one that can't be read.
    """

    def __init__(self, path: str, data: bytes, read: "Callable[[str], bytes | None]") -> None:
        self.contents: dict[str, bytes | None] = {}
        self._read = read
        self._path = path
        waiting = [(path, data)]
        while waiting and len(self.contents) <= _MAX_IMPORTED:
            waiting += self._add(*waiting.pop())

    def _add(self, path: str, data: bytes) -> "Iterator[tuple[str, bytes]]":
        """Add the files that a file imports; yield those that may import others."""
        for name, imported in imports_in(path, data):
            if imported not in self.contents and len(self.contents) <= _MAX_IMPORTED:
                content = self.contents[imported] = self._read(imported)
                if content and name != _ROWS:
                    yield imported, content

    def describe(self) -> bytes:
        """Describe all that decides what these files add to the script, including which of them it may read.

        Empty if there are too many.
        """
        if len(self.contents) > _MAX_IMPORTED:
            return b""
        folder = os.path.abspath(os.path.dirname(self._path))  # noqa: PTH100, PTH120
        parts = [os.fsencode(folder), os.fsencode(os.path.realpath(folder))]
        for path, data in self.contents.items():
            parts += os.fsencode(path), os.fsencode(os.path.realpath(path))
            parts += (b"missing",) if data is None else (b"%d" % len(data), data)
        while True:
            parts += (b"%d" % os.path.lexists(os.path.join(folder, name)) for name in _OF_PROJECT)  # noqa: PTH118
            parent = os.path.dirname(folder)  # noqa: PTH120
            if parent == folder:
                return b"\0".join(parts)
            folder = parent


def may_import(data: bytes, path: str = "") -> bool:
    """Return whether a script may have a line that names a file, or is a file of tests, which needs its script."""
    return _IMPORTS in data or _ROWS in data or _SCRIPT in data or path.endswith(TEST_SUFFIX)


def imports_in(script: str, data: bytes) -> list[tuple[bytes, str]]:
    """List the files in lines of a script such as `import: shared/identity.scn`, possibly too many.

    Returns:
        The word before the colon, and the path; the script's own path starts in the same folder.
    """
    folder = os.path.dirname(script)  # noqa: PTH120
    found: list[tuple[bytes, str]] = []
    if script.endswith(TEST_SUFFIX):
        found.append((_SCRIPT, os.path.normpath(script_beside(script))))
    for line in data.splitlines() if may_import(data) else ():
        name, _, value = line.partition(b":")
        name = name.strip(b" \t\xef\xbb\xbf\xc2\xa0").removesuffix(b"raw").rstrip()
        path = value.strip()
        if path and name in (_IMPORTS, _ROWS, _SCRIPT) and b"\0" not in path:
            found.append((name, os.path.normpath(os.path.join(folder, os.fsdecode(path)))))  # noqa: PTH118
    return found


_state: list[object] = []


def state_of_program() -> str:
    """Describe the interpreter, the libraries' versions, and the size and modification time of scn's own files."""
    if not _state:
        try:
            _state.extend(_parts_of_program())
        except OSError:  # the packages are in a zip file
            _state.append(os.urandom(16))  # so no later run has the same state
    return repr(_state)


def _parts_of_program() -> list[object]:
    parts: list[object] = [sys.version, *sorted(_libraries())]
    for package in (scn_dsl, scn_grammar, scn_compiler):
        for folder in package.__path__:
            _add_files(folder, parts)
    return parts


def _libraries() -> set[str]:
    """Find the libraries with their versions, such as `lark-1.2.2.dist-info`."""
    found: set[str] = set()
    for place in sys.path:
        try:
            found.update(name for name in os.listdir(place or ".") if name.startswith(_LIBRARIES))  # noqa: PTH208
        except OSError:  # a zip file, or a folder that does not exist
            continue
    return found


def _add_files(folder: str, parts: list[object]) -> None:
    with os.scandir(folder) as entries:
        states: dict[str, object] = {}
        for entry in entries:
            name = entry.name
            if name.endswith((".py", ".lark", ".tables")):
                state = entry.stat()
                states[name] = state.st_size, state.st_mtime_ns
            elif "." not in name and name not in _IRRELEVANT:
                _add_files(entry.path, parts)
    parts += folder, sorted(states.items())
