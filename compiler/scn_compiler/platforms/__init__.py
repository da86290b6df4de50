"""The platforms that a script compiles to: a folder and a line each."""

from typing import TYPE_CHECKING

from scn_compiler.platforms import cekura
from scn_compiler.target import Target

if TYPE_CHECKING:
    from scn_compiler.wording import Wording

PLATFORMS = (cekura,)

TARGETS: dict[str, Target] = {target.name: target for platform in PLATFORMS for target in platform.TARGETS}
DEFAULT_TARGET = "cekura"


def as_of(target: Target, rules: tuple[tuple[str, str], ...]) -> Target:
    """`target` by the rules of the day that `rules` names for its platform; as it is if they name none."""
    for platform in PLATFORMS:
        day = dict(rules).get(target.platform)
        if day and target.name in platform.NAMES:
            then: Target = platform.as_of(target.name, day)
            return then
    return target


def wording_of(target: Target) -> "Wording":
    """What `target` tells those who write scripts for it."""
    platform = next(platform for platform in PLATFORMS if target.name in platform.NAMES)
    told: Wording = platform.wording_of(target)
    return told
