"""The result of reading a payload: the script that makes it, and remarks for its author."""

import json
from dataclasses import dataclass, field

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_dsl.nodes import Script


def shown_json(value: Json) -> str:
    """A value as messages show it: as JSON, shortened."""
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text if len(text) <= 60 else text[:59] + '…'}`"


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about a payload.

    Attributes:
        name: The kind of problem, as in the catalog.
        path: Where in the payload.
        filled: Whether the script says something that the payload did not: then it is an error, whatever its kind.
    """

    name: str
    path: JsonPath
    message: str
    hint: str | None = None
    filled: bool = False


@dataclass(slots=True)
class Remarks:
    """Collects the remarks on one payload while it is read."""

    found: list[Remark] = field(default_factory=list)

    def note(self, name: str, path: JsonPath, message: str, hint: str | None = None) -> None:
        self.found.append(Remark(name, path, message, hint))

    def fill(self, name: str, path: JsonPath, message: str, hint: str | None = None) -> None:
        self.found.append(Remark(name, path, message, hint, filled=True))


@dataclass(frozen=True, slots=True)
class PayloadReading:
    """A payload as a script.

    Attributes:
        target: Name of the target that makes the payload of the script again.
        normalized: The payload as that target would make it: without keys that only responses have, and with
            stringified instructions as an object.
        several: Whether the payload was a list of documents, one for each scenario.
        source: The form of the payload, if no target makes it.
        others: Further readings, of scenarios that need another target than those of this one.
    """

    script: Script
    target: str
    normalized: Json
    remarks: tuple[Remark, ...]
    several: bool = False
    source: str | None = None
    others: "tuple[PayloadReading, ...]" = ()
