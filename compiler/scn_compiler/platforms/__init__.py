"""The registry of platforms: built-in ones and those of installed packages."""

from collections.abc import Iterator, Mapping

from scn_compiler.platforms.bimpe import PLATFORM as BIMPE
from scn_compiler.platforms.cekura import PLATFORM as CEKURA
from scn_compiler.platforms.eqho import PLATFORM as EQHO
from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.target import Target
from scn_compiler.platforms.sensay import PLATFORM as SENSAY
from scn_compiler.platforms.sophiie import PLATFORM as SOPHIIE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.plugins import UnusablePlatform

PLATFORMS: tuple[Platform, ...] = (CEKURA, EQHO, SOPHIIE, BIMPE, SENSAY)
"""The built-in platforms, in the order in which scn asks them to recognize a payload."""

TARGETS: dict[str, Target] = {target.name: target for platform in PLATFORMS for target in platform.targets}
"""The targets of the built-in platforms, by name."""

SOURCES: dict[str, Platform] = {name: platform for platform in PLATFORMS for name in platform.sources}
"""Forms of payloads that can be decompiled but aren't targets, by name."""

DEFAULT_TARGET = "cekura"

_BUILT_IN = {platform.name: platform for platform in PLATFORMS}


def find_target(name: str) -> Target | None:
    """Find the target called `name`; search installed packages only if no built-in platform can have it."""
    if name in TARGETS or _platform_name(name) in _BUILT_IN:
        return TARGETS.get(name)
    platform = _platform_of(_platform_name(name))
    return platform.find(name) if platform else None


def target_named(name: str) -> Target:
    """Return the target called `name`.

    Raises:
        KeyError: if no target has that name.
    """
    if found := find_target(name):
        return found
    raise KeyError(name)


def all_targets() -> Mapping[str, Target]:
    """Return every target by name: the built-in ones, then those of installed packages."""
    from scn_compiler.platforms.plugins import external_targets  # noqa: PLC0415  (a check doesn't need it)

    return TARGETS | {target.name: target for target in external_targets()}


def instead_of(name: str) -> str:
    """Return the hint for an unknown target."""
    from scn_dsl.suggest import did_you_mean  # noqa: PLC0415  (loaded only for a mistake)

    if _platform_name(name) in _BUILT_IN:
        return did_you_mean(name, TARGETS) or _LISTED
    found = _external(_platform_name(name))
    if found and not isinstance(found, Platform):
        return found.message
    return did_you_mean(name, all_targets()) or _LISTED


_LISTED = "run `scn targets` to list the targets"


def unusable_platforms() -> tuple[str, ...]:
    """Return a sentence for each installed platform that can't be used, with the reason."""
    from scn_compiler.platforms.plugins import unusable  # noqa: PLC0415  (a check doesn't need it)

    return tuple(each.message for each in unusable())


def package_of(target: Target) -> str | None:
    """Return the package that provides `target`, with its version; `None` for a built-in target."""
    if target.name in TARGETS:
        return None
    from scn_compiler.platforms.plugins import providing_package  # noqa: PLC0415  (a check doesn't need it)

    return providing_package(target.platform)


def has_days(platform: str) -> bool:
    """Return whether the rules of the platform called `platform` depend on the date."""
    found = _platform_of(platform)
    return found is not None and found.as_of is not None


def readers(source: str | None = None) -> Iterator[Platform]:
    """Yield the platform of `source`, or without it every platform, built-in ones first."""
    if source is not None:
        platform = SOURCES.get(source) or _platform_of(_platform_name(source))
        if platform:
            yield platform
        return
    yield from PLATFORMS
    from scn_compiler.platforms.plugins import usable  # noqa: PLC0415  (not needed if a built-in platform knew the payload)

    yield from usable()


def dated_target(target: Target, rules: tuple[tuple[str, str], ...]) -> Target:
    """Apply to `target` the rules of the day that `rules` sets for its platform, if any."""
    day = dict(rules).get(target.platform)
    platform = _platform_of(target.platform) if day else None
    return platform.as_of(target.name, day) if day and platform and platform.as_of else target


def docs_of(target: Target) -> "TargetDocs":
    """Return the documentation of `target` for authors of scripts; empty if its platform has none."""
    from scn_compiler.platforms.kit.docs import TargetDocs  # noqa: PLC0415  (a check doesn't need it)

    platform = _platform_of(target.platform)
    return platform.docs(target) if platform and platform.docs else TargetDocs()


def _platform_name(target: str) -> str:
    return target.partition("-")[0]


def _platform_of(name: str) -> Platform | None:
    """Return the platform called `name`; `None` if it is unknown or unusable."""
    if platform := _BUILT_IN.get(name):
        return platform
    found = _external(name)
    return found if isinstance(found, Platform) else None


def _external(name: str) -> "Platform | UnusablePlatform | None":
    from scn_compiler.platforms.plugins import find_external  # noqa: PLC0415  (a check doesn't need it)

    return find_external(name)
