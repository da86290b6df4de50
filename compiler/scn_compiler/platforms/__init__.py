"""The platforms that a script compiles to: a folder and a line each."""

from scn_compiler.platforms import cekura
from scn_compiler.target import Target

PLATFORMS = (cekura,)

TARGETS: dict[str, Target] = {target.name: target for platform in PLATFORMS for target in platform.TARGETS}
DEFAULT_TARGET = "cekura"
