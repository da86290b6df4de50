"""The parameters of tools: their JSON Schema, and the values that a client sends for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from scn_compiler.inert_text import one_line
from scn_compiler.mcp_server.answer import ToolError
from scn_dsl.records import Record
from scn_dsl.suggest import did_you_mean

_TYPES: dict[str, tuple[type, str]] = {
    "string": (str, "a string"),
    "boolean": (bool, "true or false"),
    "integer": (int, "a whole number"),
    "array": (list, "a list"),
    "object": (dict, "an object"),
}
"""The types of JSON Schema, each with its class and its name in messages."""

_LONGEST = 40
"""How many characters of a wrong value a message shows."""


class ToolParameter(Record):
    """A parameter of a tool, or a key of an object in one.

    Attributes:
        type: Its type in JSON Schema.
        default: Its value if the client sends none, or null.
        choices: All strings that it may be; empty for any.
        least, most: The bounds of a number; the most items of a list.
        items: For a list, its items; for an object, its keys.
    """

    name: str
    type: str
    description: str
    default: Any = None
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    items: "tuple[ToolParameter, ...]" = ()

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the parameter."""
        schema: dict[str, Any] = {"type": self.type, "description": self.description}
        if self.choices:
            schema["enum"] = list(self.choices)
        if self.type == "integer":
            schema |= {"minimum": self.least, "maximum": self.most, "default": self.default}
        if self.type == "array":
            schema["items"] = self.items[0].schema()
            schema["maxItems"] = self.most
        if self.type == "object":
            schema |= object_schema(self.items)
        return schema

    def read(self, value: Any, name: str) -> Any:
        """Return the value that a client sent, with defaults.

        Args:
            name: The name to show.

        Raises:
            ToolError: if it isn't valid.
        """
        if value is None and not self.required:
            return self.default
        kind, shown = _TYPES[self.type]
        if kind is int and isinstance(value, float) and value.is_integer():
            value = int(value)  # JSON doesn't distinguish 5.0 from 5
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise ToolError(f"`{name}` must be {shown}, but is {_shown(value)}")
        if self.choices and value not in self.choices:
            known = ", ".join(f"`{each}`" for each in self.choices)
            raise ToolError(f"`{name}` is {_shown(value)}: write one of {known}")
        if isinstance(value, int) and kind is int and not (self.least or 0) <= value <= (self.most or value):
            raise ToolError(f"`{name}` must be from {self.least} to {self.most}, but is {value}")
        if isinstance(value, list):
            return self._read_items(value, name)
        return read_values(self.items, value, name) if isinstance(value, dict) else value

    def _read_items(self, values: list[Any], name: str) -> list[Any]:
        if self.most and len(values) > self.most:
            raise ToolError(f"`{name}` has {len(values)} items, but at most {self.most} are allowed")
        return [self.items[0].read(each, f"{name}[{index}]") for index, each in enumerate(values)]


def object_schema(parameters: Sequence[ToolParameter]) -> dict[str, Any]:
    """Return the JSON Schema of an object with these keys."""
    required = [each.name for each in parameters if each.required]
    return {
        "type": "object",
        "properties": {each.name: each.schema() for each in parameters},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def read_values(
    parameters: Sequence[ToolParameter], sent: Mapping[str, Any], place: str = ""
) -> dict[str, Any]:
    """Return the values that a client sent for parameters, with defaults.

    Args:
        place: The object that has them, for messages; empty for the arguments of a tool.

    Raises:
        ToolError: for the first one that is unknown, missing or invalid.
    """
    names = [each.name for each in parameters]
    for name in sent:
        if name not in names:
            hint = did_you_mean(name, names) or f"the arguments are {', '.join(names)}"
            where = f" in {place}" if place else ""
            raise ToolError(f"unknown argument `{one_line(name)[:_LONGEST]}`{where}: {hint}")
    for each in parameters:
        if each.required and each.name not in sent:
            raise ToolError(f"`{each.name}` is missing{f' in {place}' if place else ''}: {each.description}")
    return {
        each.name: each.read(sent.get(each.name), f"{place}.{each.name}" if place else each.name)
        for each in parameters
    }


def _shown(value: Any) -> str:
    text = one_line(repr(value) if not isinstance(value, str) else f'"{value}"')
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
