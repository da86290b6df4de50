"""Platforms of others: loaded when they are asked for, looked at before they are used, and guarded while they work."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any

from scn_compiler.installed_plugins import Plugin, describe_error, guarded, installed
from scn_compiler.jsondoc.codec import Json, dump, load, same_json
from scn_compiler.platforms.kit.docs import TargetDocs
from scn_compiler.platforms.kit.target import Blocks, Emitted, Form, Markup, Payload, Proposal, Target
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Script
from scn_dsl.records import Record, replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, HOLDERS, PLATFORM_NAMES

if TYPE_CHECKING:
    from scn_compiler.platforms.kit.reading import PayloadReading

_TARGET = (("name", str), ("platform", str), ("summary", str), ("form", Form), ("markup", Markup),
           ("chains_only", bool), ("of_document", tuple), ("blocks", Blocks),
           ("tells_once", bool))  # fmt: skip


class Platform(Record):
    """A platform of others, with the names that the modules of our own have.

    Attributes:
        read_payload: `None` if it only compiles.
        as_of: `None` if its rules have no days.
    """

    plugin: Plugin
    TARGETS: tuple[Target, ...]
    NAMES: tuple[str, ...]
    read_payload: "Callable[[Json], PayloadReading | None] | None"
    wording_of: Callable[[Target], TargetDocs]
    as_of: Callable[[str, str], Target] | None


class Unusable(Record):
    """A platform of others that cannot be used, and why."""

    plugin: Plugin
    reason: str

    @property
    def message(self) -> str:
        return f"the platform `{self.plugin.name}` of {self.plugin.package} cannot be used: {self.reason}"


def platforms() -> tuple[Platform, ...]:
    """Those that can be used."""
    return tuple(each for each in map(_loaded, installed()) if isinstance(each, Platform))


def unusable() -> tuple[Unusable, ...]:
    """Those that cannot."""
    return tuple(each for each in map(_loaded, installed()) if isinstance(each, Unusable))


def platform_of(name: str) -> Platform | Unusable | None:
    """The platform of a target, by that one's name, which begins with it; no other is loaded."""
    platform = name.partition("-")[0]
    return next((_loaded(plugin) for plugin in installed() if plugin.name == platform), None)


@cache
def _loaded(plugin: Plugin) -> Platform | Unusable:
    refused = _refused_name(plugin)
    if refused:
        return Unusable(plugin, refused)
    try:
        module = import_module(plugin.module)
        wrong = next(_faults(plugin, module), None)
        return Unusable(plugin, wrong) if wrong else _platform(plugin, module)
    except (Exception, SystemExit) as error:
        return Unusable(plugin, describe_error(plugin, error))


def _refused_name(plugin: Plugin) -> str | None:
    name = plugin.name
    if not (name.isascii() and name.isalnum() and name == name.lower() and name[0].isalpha()):
        return "a name of a platform is one word of small letters and digits"
    if name in PLATFORM_NAMES:
        return f"`{name}` is a platform of scn itself"
    if name in FIELDS or name in HOLDERS:
        return f"`{name}` is a word of the language"
    first = next(each for each in installed() if each.name == name)
    return f"{first.package} brings it already" if first != plugin else None


def _faults(plugin: Plugin, module: Any) -> Iterator[str]:
    """What is wrong with the module of a platform."""
    targets = getattr(module, "TARGETS", None)
    if not (isinstance(targets, tuple) and targets and all(isinstance(each, Target) for each in targets)):
        yield f"`TARGETS` in {plugin.module} is no tuple of `Target`"
        return
    for target in targets:
        for name, kind in _TARGET:
            if not isinstance(getattr(target, name), kind):
                yield f"`{name}` of the target `{target.name}` is no `{kind.__name__}`"
        if not callable(target.emit):
            yield f"`emit` of the target `{target.name}` cannot be called"
        if target.platform != plugin.name:
            yield f"the target `{target.name}` says that its platform is `{target.platform}`"
        if not _is_name(target.name, plugin.name):
            yield f"the name of the target `{target.name}` is neither `{plugin.name}` nor begins with `{plugin.name}-`"
    names = [target.name for target in targets]
    yield from (f"two targets are called `{name}`" for name in names if names.count(name) > 1)
    for name in ("read_payload", "wording_of", "as_of"):
        if not callable(getattr(module, name, print)):
            yield f"`{name}` in {plugin.module} cannot be called"


def _is_name(name: str, platform: str) -> bool:
    rest = name.removeprefix(platform)
    words = rest[1:].split("-")
    plain = all(word.isascii() and word.isalnum() and word == word.lower() for word in words)
    return name == platform or (name.startswith(f"{platform}-") and plain)


def _platform(plugin: Plugin, module: Any) -> Platform:
    names = tuple(target.name for target in module.TARGETS)
    read, told, dated = (getattr(module, name, None) for name in ("read_payload", "wording_of", "as_of"))
    as_of = guarded(plugin, dated, _is_target, "a `Target`") if dated else None
    reading = "`None` or a `Reading` for one of its targets, of plain JSON"
    return Platform(
        plugin,
        tuple(_guarded(plugin, target) for target in module.TARGETS),
        names,
        guarded(plugin, read, partial(_is_reading, names), reading) if read else None,
        guarded(plugin, told, _is_wording, "a `Wording`") if told else lambda _target: TargetDocs(),
        (lambda name, day: _guarded(plugin, as_of(name, day))) if as_of else None,
    )


def _guarded(plugin: Plugin, target: Target) -> Target:
    wanted = "an `Emitted` of plain JSON" + ", in one payload" * target.holds_many
    emit = guarded(plugin, target.emit, partial(_is_emitted, target.holds_many), wanted)
    lines = "a `Script` and a tuple of `Proposal`"
    propose = guarded(plugin, target.propose, _is_proposed, lines) if target.propose else None
    return replace(target, emit=emit, propose=propose)


def _is_target(made: object) -> bool:
    return isinstance(made, Target)


def _is_proposed(made: object) -> bool:
    script, proposals = made if isinstance(made, tuple) and len(made) == 2 else (None, ())
    return isinstance(script, Script) and all(isinstance(each, Proposal) for each in proposals)


def _is_wording(made: object) -> bool:
    return isinstance(made, TargetDocs)


def _is_emitted(holds_many: bool, made: object) -> bool:
    """Whether something is payloads that can be written: of plain JSON, and a single one where that holds many."""
    return (
        isinstance(made, Emitted)
        and all(isinstance(each, Diagnostic) and isinstance(each.span, Span) for each in made.diagnostics)
        and all(isinstance(each, Payload) and isinstance(each.name, str | None) for each in made.payloads)
        and all(same_json(load(dump(each.value)), each.value) for each in made.payloads)
        and (len(made.payloads) == 1 or not holds_many)
    )


def _is_reading(names: tuple[str, ...], made: object) -> bool:
    """Whether something is a reading that a script can be printed of, for one of the platform's targets."""
    from scn_compiler.platforms.kit.reading import PayloadReading, Remark  # noqa: PLC0415  (only a decompile needs it)
    from scn_dsl.catalog import CATALOG  # noqa: PLC0415
    from scn_grammar.printer import print_script  # noqa: PLC0415

    if made is None:
        return True
    return (
        isinstance(made, PayloadReading)
        and isinstance(made.script, Script)
        and made.target in names
        and print_script(made.script) is not None
        and all(isinstance(each, Remark) and isinstance(each.path, tuple) for each in made.remarks)
        and all(each.name in CATALOG for each in made.remarks)
        and same_json(load(dump(made.kept)), made.kept)
        and (isinstance(made.kept, list) or not made.several)
    )


def every_target() -> Iterator[Target]:
    """The targets of all that can be used."""
    return chain.from_iterable(platform.TARGETS for platform in platforms())
