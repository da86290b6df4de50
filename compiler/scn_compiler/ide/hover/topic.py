"""The topic of a piece of documentation."""

from scn_dsl.records import Record


class Topic(Record):
    """Something that can be explained.

    Attributes:
        kind: E.g. `keyword` or `tag`.
        of: The tag of an attribute.
    """

    kind: str
    name: str
    of: str = ""
