"""What entries of a workflow's lists are made of, as data; sources as in payload.py."""

from scn_compiler.jsondoc.codec import Json
from scn_dsl.records import Record


class Part(Record):
    """What one key of an entry takes.

    Attributes:
        kind: The type of its value; a list is one of entries, which have a shape of their own.
        required: Whether an entry without it is refused.
        nullable: Whether a request may set it to null.
    """

    kind: type
    required: bool = False
    nullable: bool = False

    def takes(self, value: Json) -> bool:
        """Whether `value` is of its type; true and false are no numbers."""
        return isinstance(value, self.kind) and isinstance(value, bool) is (self.kind is bool)

    @property
    def wanted(self) -> str:
        return {str: "a string", int: "a whole number", bool: "`true` or `false`", list: "a list"}[self.kind]


_NEEDED = Part(str, required=True)
_TEXT = Part(str)
_NULLABLE = Part(str, nullable=True)

Shape = dict[str, Part]

RULE: Shape = {
    "trigger": _NEEDED,
    "id": _NEEDED,
    "name": _NEEDED,
    "response": _NEEDED,
    "enabled": Part(bool, required=True),
    "condition": _NULLABLE,
    "action": _NULLABLE,
}
FLOW: Shape = {
    "name": _NEEDED,
    "description": _NULLABLE,
    "category": _NULLABLE,
    "priority": Part(int),
    "is_active": Part(bool),
    "trigger_keywords": Part(list),
    "conversation_steps": Part(list),
}
KEYWORD: Shape = {"keyword": _NEEDED, "weight": _TEXT}
STEP: Shape = {"type": _NEEDED, "content": _TEXT, "action": _TEXT, "followup": _TEXT}
QUESTION: Shape = {"question": _NEEDED, "answer": _NEEDED}

OF_LISTS = {
    "rules": RULE,
    "flows": FLOW,
    "faq": QUESTION,
    "trigger_keywords": KEYWORD,
    "conversation_steps": STEP,
}
"""The shape of the entries of each list."""
