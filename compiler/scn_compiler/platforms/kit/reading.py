"""The result of reading a payload: a script and remarks."""

import json
from dataclasses import dataclass, field

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_dsl.nodes import Script


def shown_json(value: Json) -> str:
    """Format a value for a message: as JSON, shortened."""
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text if len(text) <= 60 else text[:59] + '…'}`"


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about a payload.

    Attributes:
        name: The rule's name in the catalog.
        path: The place in the payload.
        filled: Whether the script adds something that the payload doesn't say; the remark is then an error.
    """

    name: str
    path: JsonPath
    message: str
    hint: str | None = None
    filled: bool = False


@dataclass(slots=True)
class Remarks:
    """The remarks on one payload, collected while it's read."""

    found: list[Remark] = field(default_factory=list)

    def note(self, name: str, path: JsonPath, message: str, hint: str | None = None) -> None:
        self.found.append(Remark(name, path, message, hint))

    def fill(self, name: str, path: JsonPath, message: str, hint: str | None = None) -> None:
        self.found.append(Remark(name, path, message, hint, filled=True))


@dataclass(frozen=True, slots=True)
class PayloadReading:
    """A payload as a script.

    Attributes:
        target: Name of the target that compiles the script back to the payload.
        normalized: The payload as that target would write it: without keys that only responses have, and with
            stringified instructions as an object.
        several: Whether the payload was a list of documents, one for each scenario.
        source: The form of the payload, if it isn't a target.
        others: Readings of scenarios that need another target.
    """

    script: Script
    target: str
    normalized: Json
    remarks: tuple[Remark, ...]
    several: bool = False
    source: str | None = None
    others: "tuple[PayloadReading, ...]" = ()
