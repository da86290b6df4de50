"""What a platform gives the compiler: its targets and, where it has them, a reader, docs and dated rules."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from scn_compiler.platforms.kit.target import Target
from scn_dsl.records import Record

if TYPE_CHECKING:  # a check loads none of these
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading


class Platform(Record):
    """A platform: one of ours, or one that a package brings.

    The functions import what they need when they are called, so that a check loads the targets alone.

    Attributes:
        name: One word of small letters and digits; the names of the targets begin with it.
        targets: What scripts compile to; the first one is the usual one.
        read: Payload to script; returns `None` for a payload of another platform. Without it the platform only compiles.
        read_as: Called instead of `read` where the name of the target is given: the payload may be too short to
            recognise.
        docs: What a target tells the authors of scripts; editors show it.
        as_of: The target of a name by the rules of a day, e.g. `2026-09-30`. Without it the rules have no dates.
        sources: Names of other forms that `read` accepts, and that nothing compiles to. Built-in platforms only.
        known_by: A key that payloads are recognised by, for messages. Built-in platforms only.
    """

    name: str
    targets: tuple[Target, ...]
    read: "Callable[[Json], PayloadReading | None] | None" = None
    read_as: "Callable[[Json, str], PayloadReading | None] | None" = None
    docs: "Callable[[Target], TargetDocs] | None" = None
    as_of: Callable[[str, str], Target] | None = None
    sources: tuple[str, ...] = ()
    known_by: str = ""

    def find(self, name: str) -> Target | None:
        """The target called `name`."""
        return next((target for target in self.targets if target.name == name), None)
