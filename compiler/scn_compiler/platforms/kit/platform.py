"""A platform: its targets and, optionally, a reader, documentation and dated rules."""

from collections.abc import Callable

from scn_compiler.platforms.kit.target import Target
from scn_dsl.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:  # a check loads none of these
    from scn_compiler.jsondoc.codec import Json
    from scn_compiler.platforms.kit.docs import TargetDocs
    from scn_compiler.platforms.kit.reading import PayloadReading


class Platform(Record):
    """A platform, built in or provided by an installed package.

    Its functions import their modules when called, so that a check loads only the targets.

    Attributes:
        name: One word of lowercase letters and digits; the names of the targets start with it.
        targets: The targets; the first is the default one.
        read: Decompiles a payload; returns `None` for a payload of another platform. A platform without it only
            compiles.
        read_as: Called instead of `read` if the user names the target, because a short payload may be hard to recognize.
        docs: Returns the documentation of a target, for editors.
        as_of: Returns a target by name, with the rules of a day, e.g. `2026-09-30`. `None` if the rules have no dates.
        sources: Names of other forms that `read` accepts but that aren't targets. Built-in platforms only.
        known_by: A key that scn recognizes payloads by, for messages. Built-in platforms only.
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
        """Return the target called `name`, or `None`."""
        return next((target for target in self.targets if target.name == name), None)
