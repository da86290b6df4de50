"""The target that a script has in the editor, and what decides it."""

from enum import Enum

from scn_compiler.ide.document import OpenScript, parts, target_of_script
from scn_compiler.platforms import find_target
from scn_dsl.nodes import Field
from scn_dsl.records import Record, replace
from scn_dsl.source import Span


class TargetOrigin(Enum):
    """The sources of a target."""

    PICKED = "picked"
    SCRIPT = "script"
    CONFIGURATION = "configuration"
    DEFAULT = "default"


class EffectiveTarget(Record):
    """The target of a script.

    Attributes:
        own: The target that the script has if nobody picks one in the editor.
        line: The span of the value in the `target:` line, if the script has one.
    """

    name: str
    origin: TargetOrigin
    own: str
    line: Span | None = None

    @property
    def is_overridden(self) -> bool:
        """Whether the picked target differs from the script's own."""
        return self.name != self.own


def effective_target(script: OpenScript) -> EffectiveTarget:
    """Return the target of a script: the picked one, or else that of the script, of the configuration, or `cekura`."""
    name, own = target_of_script(script).name, target_of_script(replace(script, target=None)).name
    line = _target_line(script)
    if script.target and find_target(script.target):
        origin = TargetOrigin.PICKED
    elif line and find_target(script.text[slice(*line)]):
        origin = TargetOrigin.SCRIPT
    else:
        origin = TargetOrigin.CONFIGURATION if script.config.target else TargetOrigin.DEFAULT
    return EffectiveTarget(name, origin, own, line)


def _target_line(script: OpenScript) -> Span | None:
    """Find the value of the first `target:` line."""
    if "target" not in script.text:
        return None
    for part in parts(script):
        for item in part.items:
            if isinstance(item, Field) and item.name == "target" and not item.raw:
                return part.absolute(item.place(item.value.span))
    return None
