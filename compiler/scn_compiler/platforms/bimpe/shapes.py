"""The keys of entries in a workflow's lists, as data; sources as in payload.py."""

from scn_compiler.jsondoc.codec import Json
from scn_dsl.records import Record


class _Part(Record):
    """The type of one key of an entry.

    Attributes:
        kind: The type of its value; entries of a list have their own shape.
        required: Whether every entry needs it.
        nullable: Whether a request may set it to null.
    """

    kind: type
    required: bool = False
    nullable: bool = False

    def takes(self, value: Json) -> bool:
        """Return whether `value` has this type; true and false aren't numbers."""
        return isinstance(value, self.kind) and isinstance(value, bool) is (self.kind is bool)

    @property
    def wanted(self) -> str:
        return {str: "a string", int: "a whole number", bool: "`true` or `false`", list: "a list"}[self.kind]


_NEEDED = _Part(str, required=True)
_TEXT = _Part(str)
_NULLABLE = _Part(str, nullable=True)

KeyShape = dict[str, _Part]

RULE_SHAPE: KeyShape = {
    "trigger": _NEEDED,
    "id": _NEEDED,
    "name": _NEEDED,
    "response": _NEEDED,
    "enabled": _Part(bool, required=True),
    "condition": _NULLABLE,
    "action": _NULLABLE,
}
FLOW_SHAPE: KeyShape = {
    "name": _NEEDED,
    "description": _NULLABLE,
    "category": _NULLABLE,
    "priority": _Part(int),
    "is_active": _Part(bool),
    "trigger_keywords": _Part(list),
    "conversation_steps": _Part(list),
}
KEYWORD_SHAPE: KeyShape = {"keyword": _NEEDED, "weight": _TEXT}
STEP_SHAPE: KeyShape = {"type": _NEEDED, "content": _TEXT, "action": _TEXT, "followup": _TEXT}
QUESTION_SHAPE: KeyShape = {"question": _NEEDED, "answer": _NEEDED}

LIST_SHAPES = {
    "rules": RULE_SHAPE,
    "flows": FLOW_SHAPE,
    "faq": QUESTION_SHAPE,
    "trigger_keywords": KEYWORD_SHAPE,
    "conversation_steps": STEP_SHAPE,
}
"""The shape of the entries of each list."""
