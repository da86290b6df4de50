"""Finds installed packages with platforms, by the entry point group `scnlang.platforms`, and guards their calls.

The search takes longer than a check of a script, so it only runs if no built-in platform has the answer.
"""

from __future__ import annotations

import re
from functools import lru_cache, wraps

from scn_dsl.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, ParamSpec, TypeVar

    _P = ParamSpec("_P")
    _R = TypeVar("_R")

    from importlib.metadata import Distribution
    from pathlib import Path

GROUP = "scnlang.platforms"


class Plugin(Record):
    """A platform that an installed package brings.

    Attributes:
        name: The name of the platform.
        module: The module with its `PLATFORM`, e.g. `package.module`.
        package: The package and its version, e.g. `scn-toy 1.0`.
    """

    name: str
    module: str
    package: str

    @property
    def top(self) -> str:
        """The top-level package, or the module itself."""
        return self.module.partition(".")[0]


class PluginError(Exception):
    """A bug of a package: its platform raised an exception, or returned something unusable."""

    def __init__(self, plugin: Plugin, reason: str) -> None:
        super().__init__(plugin, reason)
        self.plugin = plugin
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"a bug in {self.plugin.package}, which provides the `{self.plugin.name}` platform: {self.reason}"
        )


@lru_cache(maxsize=1)
def all_plugins() -> tuple[Plugin, ...]:
    """Find the installed platforms, in the order of their packages, without loading them."""
    from importlib.metadata import distributions  # noqa: PLC0415  (slow to load, and few runs need it)

    found: dict[str, list[Plugin]] = {}
    for package in distributions():
        plugins = list(_plugins_of(package))
        if plugins:  # if a package is installed twice, Python uses the first
            found.setdefault(plugins[0].package.split()[0].casefold(), plugins)
    return tuple(plugin for name in sorted(found) for plugin in found[name])


def plugins_searched() -> bool:
    """Return whether the search ran in this process; until then, no result depends on installed packages."""
    return all_plugins.cache_info().currsize > 0


@lru_cache(maxsize=1)
def note_unchecked_contract() -> None:
    """Note that a payload was not checked against its platform's contract, since pydantic is not installed."""


def contracts_unchecked() -> str | None:
    """Return the message for the user if a contract was not checked in this process."""
    if not note_unchecked_contract.cache_info().currsize:
        return None
    return (
        "pydantic isn't installed, so scn didn't check `PLATFORM.KEY` lines against the platform's contract"
    )


def plugin_names() -> tuple[str, ...]:
    """Return the names of the installed platforms, usable or not, without duplicates."""
    return tuple(dict.fromkeys(plugin.name for plugin in all_plugins()))


@lru_cache(maxsize=1)
def plugins_hash() -> bytes:
    """Hash the installed platforms: versions, and size and modification time of each file."""
    from hashlib import blake2b  # noqa: PLC0415

    digest = blake2b(digest_size=32)
    for plugin in all_plugins():
        digest.update(repr(plugin).encode("utf-8", "backslashreplace"))
        for file in _files(plugin.top):
            stat = file.stat()
            text = f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
            digest.update(text.encode("utf-8", "surrogateescape"))
    return digest.digest()


def guard_function(
    plugin: Plugin, function: Callable[_P, _R], is_valid: Callable[[_R], bool], expected: str
) -> Callable[_P, _R]:
    """Wrap a function of a package, so that it raises only `PluginError`, and returns only values that `is_valid` accepts.

    Args:
        is_valid: Returns whether a result can be used.
        expected: A description of valid results, for the message.
    """

    @wraps(function)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            result = function(*args, **kwargs)
            valid = is_valid(result)
        except Exception as error:
            raise PluginError(plugin, describe_error(plugin, error)) from error
        if not valid:
            raise PluginError(
                plugin, f"`{getattr(function, '__name__', function)}` does not return {expected}"
            )
        return result

    return guarded


def describe_error(plugin: Plugin, error: BaseException) -> str:
    """Describe an exception, with the line of the package that raised it."""
    from traceback import extract_tb  # noqa: PLC0415

    message = f"{type(error).__name__}: {error}".replace("\n", " ").removesuffix(": ")
    frames = ((frame, re.split(r"[\\/]", frame.filename)) for frame in extract_tb(error.__traceback__))
    lines = [
        f"line {frame.lineno} of {path[-1]}"
        for frame, path in frames
        if plugin.top in (*path, path[-1].removesuffix(".py"))
    ]
    return f"{message} ({lines[-1]})" if lines else message


def _plugins_of(package: Distribution) -> Iterator[Plugin]:
    try:
        entries = [entry for entry in package.entry_points if entry.group == GROUP]
    except (TypeError, ValueError):
        return  # malformed entry points: the package brings no platform
    for entry in entries:
        metadata: Any = package.metadata or {}
        name, version = metadata.get("Name") or entry.value.partition(".")[0], metadata.get("Version")
        yield Plugin(entry.name, entry.value, f"{name} {version}" if version else name)


def _files(package: str) -> Iterator[Path]:
    """Yield the files of a package or module by its name, without loading it."""
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
