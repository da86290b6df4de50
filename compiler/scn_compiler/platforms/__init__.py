"""The registry of platforms: the built-in ones, and those that installed packages bring."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scn_compiler.platforms.bimpe import PLATFORM as BIMPE
from scn_compiler.platforms.cekura import PLATFORM as CEKURA
from scn_compiler.platforms.eqho import PLATFORM as EQHO
from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.target import Target
from scn_compiler.platforms.sensay import PLATFORM as SENSAY
from scn_compiler.platforms.sophiie import PLATFORM as SOPHIIE

if TYPE_CHECKING:
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.plugins import UnusablePlatform

PLATFORMS: tuple[Platform, ...] = (CEKURA, EQHO, SOPHIIE, BIMPE, SENSAY)
"""The built-in platforms, in the order in which they are asked about a payload."""

TARGETS: dict[str, Target] = {target.name: target for platform in PLATFORMS for target in platform.targets}
"""The targets of the built-in platforms, by name."""

SOURCES: dict[str, Platform] = {name: platform for platform in PLATFORMS for name in platform.sources}
"""Forms that the built-in platforms read and nothing compiles to, by name."""

DEFAULT_TARGET = "cekura"

_BUILT_IN = {platform.name: platform for platform in PLATFORMS}


def find_target(name: str) -> Target | None:
    """The target called `name`; installed packages are searched only if no built-in platform can have it."""
    if name in TARGETS or _platform_name(name) in _BUILT_IN:
        return TARGETS.get(name)
    platform = _platform_of(_platform_name(name))
    return platform.find(name) if platform else None


def target_named(name: str) -> Target:
    """The target called `name`.

    Raises:
        KeyError: if there is none.
    """
    if found := find_target(name):
        return found
    raise KeyError(name)


def all_targets() -> Mapping[str, Target]:
    """Every target by its name: the built-in ones, then those of installed packages."""
    from scn_compiler.platforms.plugins import external_targets  # noqa: PLC0415  (a check does without)

    return TARGETS | {target.name: target for target in external_targets()}


def instead_of(name: str) -> str:
    """The hint for somebody who named a target that does not exist."""
    from scn_dsl.suggest import did_you_mean  # noqa: PLC0415  (loaded only once there is a mistake)

    if _platform_name(name) in _BUILT_IN:
        return did_you_mean(name, TARGETS) or _LISTED
    found = _external(_platform_name(name))
    if found and not isinstance(found, Platform):
        return found.message
    return did_you_mean(name, all_targets()) or _LISTED


_LISTED = "`scn targets` lists them"


def unusable_platforms() -> tuple[str, ...]:
    """A sentence for each installed platform that cannot be used, with the reason."""
    from scn_compiler.platforms.plugins import unusable  # noqa: PLC0415  (a check does without)

    return tuple(each.message for each in unusable())


def package_of(target: Target) -> str | None:
    """The package that brings `target`, with its version; `None` for a built-in target."""
    if target.name in TARGETS:
        return None
    from scn_compiler.platforms.plugins import providing_package  # noqa: PLC0415  (a check does without)

    return providing_package(target.platform)


def has_days(platform: str) -> bool:
    """Whether the rules of the platform called `platform` depend on a day."""
    found = _platform_of(platform)
    return found is not None and found.as_of is not None


def readers(source: str | None = None) -> Iterator[Platform]:
    """Yields the platform of `source`; without it every platform, built-in ones first."""
    if source is not None:
        platform = SOURCES.get(source) or _platform_of(_platform_name(source))
        if platform:
            yield platform
        return
    yield from PLATFORMS
    from scn_compiler.platforms.plugins import usable  # noqa: PLC0415  (not needed for a payload known by now)

    yield from usable()


def dated_target(target: Target, rules: tuple[tuple[str, str], ...]) -> Target:
    """`target` by the rules of the day that `rules` names for its platform; unchanged if they name none."""
    day = dict(rules).get(target.platform)
    platform = _platform_of(target.platform) if day else None
    return platform.as_of(target.name, day) if day and platform and platform.as_of else target


def docs_of(target: Target) -> "TargetDocs":
    """What `target` tells the authors of scripts; empty if its platform tells nothing."""
    from scn_compiler.platforms.kit.docs import TargetDocs  # noqa: PLC0415  (a check does without)

    platform = _platform_of(target.platform)
    return platform.docs(target) if platform and platform.docs else TargetDocs()


def _platform_name(target: str) -> str:
    return target.partition("-")[0]


def _platform_of(name: str) -> Platform | None:
    """The platform called `name`; `None` if it does not exist or cannot be used."""
    if platform := _BUILT_IN.get(name):
        return platform
    found = _external(name)
    return found if isinstance(found, Platform) else None


def _external(name: str) -> "Platform | UnusablePlatform | None":
    from scn_compiler.platforms.plugins import find_external  # noqa: PLC0415  (a check does without)

    return find_external(name)
