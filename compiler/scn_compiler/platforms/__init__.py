"""The platforms that a script compiles to: a folder and a line each, and those that packages of others bring."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scn_compiler.platforms import bimpe, cekura, eqho, sensay, sophiie
from scn_compiler.platforms.kit.target import Target

if TYPE_CHECKING:
    from scn_compiler.platforms.kit.docs import TargetDocs

PLATFORMS = (cekura, eqho, sophiie, bimpe, sensay)

TARGETS: dict[str, Target] = {target.name: target for platform in PLATFORMS for target in platform.TARGETS}
"""The targets of our own platforms."""

SOURCES = {name: platform for platform in PLATFORMS for name in getattr(platform, "SOURCES", ())}
"""What else our platforms read, by name: forms that nothing compiles to."""

DEFAULT_TARGET = "cekura"

_OURS = frozenset(target.platform for target in TARGETS.values())


def find_target(name: str) -> Target | None:
    """The target called `name`, `None` if there is none; others' packages are looked for only if it is not ours."""
    if name in TARGETS or name.partition("-")[0] in _OURS:
        return TARGETS.get(name)
    found = getattr(_outside(name), "TARGETS", ())
    return next((target for target in found if target.name == name), None)


def target_named(name: str) -> Target:
    """The target called `name`.

    Raises:
        KeyError: if there is none.
    """
    if found := find_target(name):
        return found
    raise KeyError(name)


def all_targets() -> Mapping[str, Target]:
    """Every target by its name: ours, and then those of others."""
    from scn_compiler.platforms.external import every_target  # noqa: PLC0415  (a check does without)

    return TARGETS | {target.name: target for target in every_target()}


def instead_of(name: str) -> str:
    """What to say to somebody who named a target that there is not."""
    from scn_dsl.suggest import did_you_mean  # noqa: PLC0415  (loaded only once there is a mistake)

    ours = name.partition("-")[0] in _OURS
    if message := "" if ours else getattr(_outside(name), "message", ""):
        return str(message)
    return did_you_mean(name, TARGETS if ours else all_targets()) or "`scn targets` lists them"


def unusable() -> tuple[str, ...]:
    """The platforms of others that cannot be used, with the reasons, a sentence each."""
    from scn_compiler.platforms import external as outside  # noqa: PLC0415  (a check does without)

    return tuple(each.message for each in outside.unusable())


def package_of(target: Target) -> str | None:
    """The package that brings `target`, and its version; `None` if we do."""
    return None if target.name in TARGETS else platform_of(target.name).plugin.package


def has_days(platform: str) -> bool:
    """Whether the rules of the platform called `platform` may be those of a day."""
    ours = next((each for each in PLATFORMS if each.TARGETS[0].platform == platform), None)
    return getattr(ours or _outside(platform), "as_of", None) is not None


def readers(source: str | None = None) -> Iterator[Any]:
    """The platforms that may know a payload: the one of the target or form `source`, or all of them, ours first."""
    if source is not None:
        yield SOURCES.get(source) or platform_of(source)
        return
    yield from PLATFORMS
    from scn_compiler.platforms import external as outside  # noqa: PLC0415  (whoever has what is ours does without)

    yield from outside.platforms()


def as_of(target: Target, rules: tuple[tuple[str, str], ...]) -> Target:
    """`target` by the rules of the day that `rules` names for its platform; as it is if they name none."""
    day = dict(rules).get(target.platform)
    dated = getattr(platform_of(target.name), "as_of", None) if day else None
    then: Target = dated(target.name, day) if dated else target
    return then


def docs_of(target: Target) -> "TargetDocs":
    """What `target` tells those who write scripts for it."""
    told: TargetDocs = platform_of(target.name).wording_of(target)
    return told


def platform_of(name: str) -> Any:
    """The platform of the target called `name`, which exists."""
    return next((platform for platform in PLATFORMS if name in platform.NAMES), None) or _outside(name)


def _outside(name: str) -> Any:
    from scn_compiler.platforms import external as outside  # noqa: PLC0415  (a check does without)

    return outside.platform_of(name)
