"""Platforms that packages of others bring: which are installed, by the entry points of the group `scnlang.platforms`.

To look for them takes longer than to check a script, so nobody does while a platform of our own has the answer.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from scn_dsl.records import Record

if TYPE_CHECKING:
    from importlib.metadata import Distribution
    from pathlib import Path

GROUP = "scnlang.platforms"

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Plugin(Record):
    """A platform that a package brings.

    Attributes:
        name: The platform's.
        module: Where it is, e.g. `package.module`.
        package: The package and its version, e.g. `scn-toy 1.0`.
    """

    name: str
    module: str
    package: str

    @property
    def top(self) -> str:
        """The topmost package, or the module itself."""
        return self.module.partition(".")[0]


class PluginError(Exception):
    """What a platform of others raised, or gave back that nobody can use: a bug of its package."""

    def __init__(self, plugin: Plugin, reason: str) -> None:
        super().__init__(plugin, reason)
        self.plugin = plugin
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"a bug in {self.plugin.package}, which brings the platform `{self.plugin.name}`: {self.reason}"
        )


@lru_cache(maxsize=1)
def installed() -> tuple[Plugin, ...]:
    """The platforms of others, in the order of their packages; none of them is loaded."""
    from importlib.metadata import distributions  # noqa: PLC0415  (slow to load, and few runs need it)

    found: dict[str, list[Plugin]] = {}
    for package in distributions():
        plugins = list(_of(package))
        if plugins:  # of a package that is there twice, Python itself takes the first
            found.setdefault(plugins[0].package.split()[0].casefold(), plugins)
    return tuple(plugin for name in sorted(found) for plugin in found[name])


def consulted() -> bool:
    """Whether anything here was asked so far: until then, no answer depended on what is installed."""
    return installed.cache_info().currsize > 0


def names() -> tuple[str, ...]:
    """The names of the platforms of others, whether or not these can be used."""
    return tuple(dict.fromkeys(plugin.name for plugin in installed()))


@lru_cache(maxsize=1)
def installed_state() -> bytes:
    """What is installed, by versions and by the size and time of change of each file."""
    from hashlib import blake2b  # noqa: PLC0415

    digest = blake2b(digest_size=32)
    for plugin in installed():
        digest.update(repr(plugin).encode("utf-8", "backslashreplace"))
        for file in _files(plugin.top):
            known = file.stat()
            text = f"{file}\0{known.st_size}\0{known.st_mtime_ns}\n"
            digest.update(text.encode("utf-8", "surrogateescape"))
    return digest.digest()


def guarded(
    plugin: Plugin, work: Callable[_P, _R], is_fine: Callable[[_R], bool], wanted: str
) -> Callable[_P, _R]:
    """`work` of a platform of others, which raises nothing but `PluginError`, and only returns what is `wanted`."""

    @wraps(work)
    def run(*given: _P.args, **named: _P.kwargs) -> _R:
        try:
            made = work(*given, **named)
            fine = is_fine(made)
        except Exception as error:
            raise PluginError(plugin, describe_error(plugin, error)) from error
        if not fine:
            raise PluginError(plugin, f"`{getattr(work, '__name__', work)}` does not return {wanted}")
        return made

    return run


def describe_error(plugin: Plugin, error: BaseException) -> str:
    """What was raised, and where in the plug-in."""
    from traceback import extract_tb  # noqa: PLC0415

    words = f"{type(error).__name__}: {error}".replace("\n", " ").removesuffix(": ")
    frames = ((frame, re.split(r"[\\/]", frame.filename)) for frame in extract_tb(error.__traceback__))
    own = [
        f"line {frame.lineno} of {path[-1]}"
        for frame, path in frames
        if plugin.top in (*path, path[-1].removesuffix(".py"))
    ]
    return f"{words} ({own[-1]})" if own else words


def _of(package: "Distribution") -> Iterator[Plugin]:
    try:
        entries = [entry for entry in package.entry_points if entry.group == GROUP]
    except (TypeError, ValueError):
        return  # not written as entry points are: whatever the package brings, it is no platform
    for entry in entries:
        known: Any = package.metadata or {}
        name, version = known.get("Name") or entry.value.partition(".")[0], known.get("Version")
        yield Plugin(entry.name, entry.value, f"{name} {version}" if version else name)


def _files(package: str) -> Iterator["Path"]:
    """The files of a package or module, by its name; none of it is loaded."""
    from importlib.util import find_spec  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return
    if spec and spec.submodule_search_locations is None and spec.origin:
        yield Path(spec.origin)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        inside = (file for file in sorted(Path(place).rglob("*")) if file.is_file())
        yield from (file for file in inside if file.suffix != ".pyc")
