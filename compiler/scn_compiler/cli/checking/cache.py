"""Which texts are known to be clean: by their content and by all that the answer depends on, so never wrongly."""

import contextlib
import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from scn_compiler import installed_plugins as plugins
from scn_compiler.config import Config
from scn_compiler.pipeline.compile import stem
from scn_compiler.project.files import STDIN, Input, Unreadable, bytes_of

FOLDER = ".scn_cache"
FILE = "clean"
SIZE = 16
"""Bytes of a key."""

_MOST = 1 << 17
"""Keys that are kept; beyond, only those of the last run."""


class CleanCache:
    """The keys of texts in which nothing was found, in a folder of the current one."""

    def __init__(self, known: frozenset[bytes]) -> None:
        self._known = known
        self._met: set[bytes] = set()
        self._program = _program()
        self._leaning = blake2b(b"platforms of others", digest_size=SIZE, key=self._program).digest()
        self._asked: dict[tuple[int, str | None], tuple[Config, bytes]] = {}

    @classmethod
    def load(cls) -> "CleanCache":
        """What earlier runs in this folder found clean; nothing, if that cannot be read."""
        try:
            data = Path(FOLDER, FILE).read_bytes()
        except OSError:
            data = b""
        if len(data) % SIZE:
            data = b""
        return cls(frozenset(data[at : at + SIZE] for at in range(0, len(data), SIZE)))

    def knows(self, source: Input, asked: bytes) -> bool:
        """Whether a file as it is now is known to be clean; what comes from standard input can be read but once."""
        if source.path == STDIN:
            return False
        try:
            key = key_of(source, bytes_of(source), asked)
        except Unreadable:
            return False
        if key not in self._known and self._leaning in self._known:
            self._met.add(self._leaning)
            key = _leaning(key)
        if key in self._known:
            self._met.add(key)
        return key in self._known

    def asked(self, config: Config, target: str | None) -> bytes:
        """The program, and what it is asked; each configuration is kept, and so known by its identity."""
        known = self._asked.get((id(config), target))
        if known is None:
            text = repr((config, target)).encode("utf-8", "backslashreplace")
            known = config, blake2b(text, key=self._program).digest()
            self._asked[id(config), target] = known
        return known[1]

    def add(self, key: bytes, *, leans: bool = False) -> None:
        """Remember the key of a text that was checked, and is clean.

        Where that `leans` on platforms of others, it is known as long as these stay as they are. That there is such
        a text is remembered, too: nobody looks for platforms of others for the sake of texts without them.
        """
        self._met.update((_leaning(key), self._leaning) if leans else (key,))

    def save(self) -> None:
        """Keep what is known, if anything is new; a folder that cannot be written is no reason to fail."""
        if self._met <= self._known:
            return
        keep = self._known | self._met if len(self._known) + len(self._met) <= _MOST else self._met
        folder = Path(FOLDER)
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
            fresh = folder / f"{FILE}.{os.getpid()}"
            fresh.write_bytes(b"".join(sorted(keep)))
            fresh.replace(folder / FILE)


def key_of(source: Input, data: bytes, asked: bytes) -> bytes:
    """The key of a file with `data` in it: what is asked, its name, and each byte that it is asked about."""
    name = os.fsencode(stem(source.named) or "")
    return blake2b(b"%d %b%b" % (len(name), name, data), digest_size=SIZE, key=asked).digest()


def _leaning(key: bytes) -> bytes:
    """The key of a text whose answer may depend on platforms of others."""
    return blake2b(key, digest_size=SIZE, key=plugins.installed_state()).digest()


def _program() -> bytes:
    """What this program is: its files and those of what it stands on, by size and time of change; the interpreter."""
    digest = blake2b(sys.version.encode(), digest_size=32)
    for file in _files():
        state = file.stat()
        digest.update(f"{file}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.digest()


def _files() -> Iterator[Path]:
    for package in ("scn_dsl", "scn_grammar", "scn_compiler"):
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            yield from (file for file in sorted(Path(place).rglob("*")) if file.suffix in (".py", ".lark"))
    for package in ("lark", "pydantic", "pydantic_core"):
        spec = find_spec(package)
        if spec and spec.origin:
            yield Path(spec.origin)  # it says the version
