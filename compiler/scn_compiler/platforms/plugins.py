"""Platforms of installed packages: loaded on demand, checked before use, and guarded while in use."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from itertools import chain
from types import ModuleType

from scn_compiler.installed_plugins import Plugin, all_plugins, describe_error, guard_function
from scn_compiler.jsondoc.codec import dump, load, same_json
from scn_compiler.platforms.kit.docs import TargetDocs
from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.target import Blocks, Emitted, Form, Markup, Payload, Proposal, Target
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Script
from scn_dsl.records import Record, replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, HOLDERS, PLATFORM_NAMES

_TARGET = (("name", str), ("platform", str), ("summary", str), ("form", Form), ("markup", Markup),
           ("chains_only", bool), ("of_document", tuple), ("unique_names", bool),
           ("blocks", Blocks), ("tells_once", bool))  # fmt: skip
"""Fields of a target, and their types."""

_FUNCTIONS = ("read", "read_as", "docs", "as_of")
"""Fields of a platform that hold a function or `None`."""


class UnusablePlatform(Record):
    """A platform of a package that can't be used, with the reason."""

    plugin: Plugin
    reason: str

    @property
    def message(self) -> str:
        return f"can't use the `{self.plugin.name}` platform from {self.plugin.package}: {self.reason}"


def usable() -> Iterator[Platform]:
    """Load the platforms of packages, and return those that passed every check."""
    return (each for each in map(_load, all_plugins()) if isinstance(each, Platform))


def unusable() -> Iterator[UnusablePlatform]:
    """Load the platforms of packages, and return those that failed a check."""
    return (each for each in map(_load, all_plugins()) if isinstance(each, UnusablePlatform))


def external_targets() -> Iterator[Target]:
    """Return the targets of every usable platform of a package."""
    return chain.from_iterable(platform.targets for platform in usable())


def find_external(name: str) -> Platform | UnusablePlatform | None:
    """Load the platform called `name`, and no other; return `None` if no package provides it."""
    plugin = _plugin_called(name)
    return _load(plugin) if plugin else None


def providing_package(platform: str) -> str | None:
    """Return the package that provides the platform called `platform`, with its version."""
    plugin = _plugin_called(platform)
    return plugin.package if plugin else None


def _plugin_called(name: str) -> Plugin | None:
    return next((plugin for plugin in all_plugins() if plugin.name == name), None)


@cache
def _load(plugin: Plugin) -> Platform | UnusablePlatform:
    if refusal := _refused_name(plugin):
        return UnusablePlatform(plugin, refusal)
    try:
        platform = _checked(plugin, import_module(plugin.module))
    except (Exception, SystemExit) as error:
        return UnusablePlatform(plugin, describe_error(plugin, error))
    return UnusablePlatform(plugin, platform) if isinstance(platform, str) else _guarded(plugin, platform)


def _refused_name(plugin: Plugin) -> str | None:
    name = plugin.name
    if not (name.isascii() and name.isalnum() and name == name.lower() and name[0].isalpha()):
        return "a platform's name must be one word of lowercase letters and digits"
    if name in PLATFORM_NAMES:
        return f"`{name}` is a built-in platform"
    if name in FIELDS or name in HOLDERS:
        return f"`{name}` is a field or keyword of the language"
    first = next(each for each in all_plugins() if each.name == name)
    return f"{first.package} already provides it" if first != plugin else None


def _checked(plugin: Plugin, module: ModuleType) -> Platform | str:
    """Return the platform in `module`, or a message about its first fault."""
    platform = getattr(module, "PLATFORM", None)
    if not isinstance(platform, Platform):
        return f"`PLATFORM` in {plugin.module} isn't a `Platform`"
    return next(_faults(plugin, platform), platform)


def _faults(plugin: Plugin, platform: Platform) -> Iterator[str]:
    targets = platform.targets
    if platform.name != plugin.name:
        yield f"`PLATFORM` in {plugin.module} has the name `{platform.name}`"
    if not (isinstance(targets, tuple) and targets and all(isinstance(each, Target) for each in targets)):
        yield f"`targets` of `PLATFORM` in {plugin.module} isn't a tuple of `Target`"
        return
    for target in targets:
        for name, kind in _TARGET:
            if not isinstance(getattr(target, name), kind):
                yield f"`{name}` in the `{target.name}` target isn't a `{kind.__name__}`"
        if not callable(target.emit):
            yield f"`emit` in the `{target.name}` target isn't callable"
        if target.platform != plugin.name:
            yield f"`platform` in the `{target.name}` target is `{target.platform}`"
        if not _is_target_name(target.name, plugin.name):
            yield f"the `{target.name}` target must be named `{plugin.name}` or `{plugin.name}-…`"
    for name in ("sources", "known_by"):
        if getattr(platform, name):
            yield f"`{name}` of `PLATFORM` in {plugin.module} is only for built-in platforms"
    names = [target.name for target in targets]
    yield from (f"two targets are named `{name}`" for name in names if names.count(name) > 1)
    for name in _FUNCTIONS:
        function = getattr(platform, name)
        if function is not None and not callable(function):
            yield f"`{name}` of `PLATFORM` in {plugin.module} isn't callable"


def _is_target_name(name: str, platform: str) -> bool:
    rest = name.removeprefix(platform)
    words = rest[1:].split("-")
    plain = all(word.isascii() and word.isalnum() and word == word.lower() for word in words)
    return name == platform or (name.startswith(f"{platform}-") and plain)


def _guarded(plugin: Plugin, platform: Platform) -> Platform:
    """Wrap the functions of `platform`, so that they raise only `PluginError` and return the right types."""
    names = tuple(target.name for target in platform.targets)
    is_reading, reading = (
        partial(_is_reading, names),
        "`None` or a `PayloadReading` of plain JSON for one of its targets",
    )
    read, read_as, docs = platform.read, platform.read_as, platform.docs
    return replace(
        platform,
        targets=tuple(_guarded_target(plugin, target) for target in platform.targets),
        read=guard_function(plugin, read, is_reading, reading) if read else None,
        read_as=guard_function(plugin, read_as, is_reading, reading) if read_as else None,
        docs=guard_function(plugin, docs, _is_docs, "a `TargetDocs`") if docs else None,
        as_of=_guarded_dates(plugin, platform.as_of) if platform.as_of else None,
    )


def _guarded_dates(plugin: Plugin, as_of: Callable[[str, str], Target]) -> Callable[[str, str], Target]:
    dated = guard_function(plugin, as_of, _is_target, "a `Target`")
    return lambda name, day: _guarded_target(plugin, dated(name, day))


def _guarded_target(plugin: Plugin, target: Target) -> Target:
    wanted = "an `Emitted` of plain JSON" + " in one payload" * target.holds_many
    emit = guard_function(plugin, target.emit, partial(_is_emitted, target.holds_many), wanted)
    lines = "a `Script` and a tuple of `Proposal`"
    propose = guard_function(plugin, target.propose, _is_proposed, lines) if target.propose else None
    return replace(target, emit=emit, propose=propose, diagnose=None)


def _is_target(value: object) -> bool:
    return isinstance(value, Target)


def _is_docs(value: object) -> bool:
    return isinstance(value, TargetDocs)


def _is_proposed(value: object) -> bool:
    script, proposals = value if isinstance(value, tuple) and len(value) == 2 else (None, ())
    return isinstance(script, Script) and all(isinstance(each, Proposal) for each in proposals)


def _is_emitted(holds_many: bool, value: object) -> bool:
    """Return whether `value` has payloads of plain JSON; exactly one for a target that holds many scenarios."""
    return (
        isinstance(value, Emitted)
        and all(isinstance(each, Diagnostic) and isinstance(each.span, Span) for each in value.diagnostics)
        and all(isinstance(each, Payload) and isinstance(each.name, str | None) for each in value.payloads)
        and all(same_json(load(dump(each.value)), each.value) for each in value.payloads)
        and (len(value.payloads) == 1 or not holds_many)
    )


def _is_reading(names: tuple[str, ...], value: object) -> bool:
    """Return whether `value` is `None`, or a reading with a printable script for one of the targets `names`."""
    from scn_compiler.platforms.kit.reading import PayloadReading, Remark  # noqa: PLC0415  (only decompiling needs it)
    from scn_dsl.catalog import CATALOG  # noqa: PLC0415
    from scn_grammar.printer import print_script  # noqa: PLC0415

    if value is None:
        return True
    return (
        isinstance(value, PayloadReading)
        and isinstance(value.script, Script)
        and value.target in names
        and print_script(value.script) is not None
        and all(isinstance(each, Remark) and isinstance(each.path, tuple) for each in value.remarks)
        and all(each.name in CATALOG for each in value.remarks)
        and same_json(load(dump(value.normalized)), value.normalized)
        and (isinstance(value.normalized, list) or not value.several)
    )
