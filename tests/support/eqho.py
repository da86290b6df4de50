"""Shared by the tests of Eqho."""

import typing
from typing import Any

from scn_compiler import check, compile_text
from scn_dsl.diagnostic import Severity

HEAD = "target: eqho\n\nscenario: A call\nreason: You need help\n"
TOLD = f"{HEAD}instructions: Ask for help\n"


def body(text: str) -> dict[str, Any]:
    """The only payload of a script without errors."""
    compiled = compile_text(text)
    assert [found.message for found in compiled.diagnostics if found.severity is Severity.ERROR] == []
    (payload,) = compiled.payloads
    return typing.cast("dict[str, Any]", payload.value)


def said(text: str) -> list[tuple[str, Severity]]:
    return [(found.name, found.severity) for found in check(text)]
