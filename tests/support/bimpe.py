"""Shared by the tests of Bimpe."""

from typing import Any

from scn_compiler import check, compile_text
from scn_dsl.diagnostic import Severity

AGENT = "target: bimpe\n\nscenario: Shop support\nrole: You answer questions from a shop's customers\n"


def made_of(text: str, target: str | None = None) -> Any:
    """The only payload of a script without problems."""
    compiled = compile_text(text, target=target)
    assert [found.message for found in compiled.diagnostics if found.severity is Severity.ERROR] == []
    assert len(compiled.payloads) == 1
    return compiled.payloads[0].value


def said_of(text: str, target: str | None = None) -> list[str]:
    """The reports on a script, merged by line."""
    return [
        message
        for found in check(text, target=target)
        for message in (found.message, *(other.message for other in found.related))
    ]
