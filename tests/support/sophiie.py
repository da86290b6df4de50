"""Shared by the tests of Sophiie."""

import json
from typing import Any

from scn_compiler import compile_text, decompile
from scn_dsl.diagnostic import Severity

TOP = "target: sophiie\n\nscenario: A\n"


def made(text: str, target: str | None = None) -> Any:
    compiled = compile_text(text, target=target)
    assert [found.message for found in compiled.diagnostics if found.severity is Severity.ERROR] == []
    return compiled.payloads[0].value


def again(payload: Any, source: str | None = None) -> str:
    back = decompile(json.dumps(payload), source=source)
    assert back.text is not None
    return back.text
