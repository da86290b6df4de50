"""Scripts for tests of diagnostics, and functions that wait for them."""

from pathlib import Path
from typing import Any

from support.lsp_client import Talk

ENDING = "\nWHEN The agent says goodbye\n  say: Goodbye\n  end call\n"
GOOD = "scenario: A\nrole: B\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hello\n" + ENDING
BAD = GOOD.replace("say: Hello", "sya: Hello")
ADVISED = GOOD + "\n@unused WHEN The agent greets\n  say: Hello\n"
PULL = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}


def codes(found: list[Any]) -> list[str]:
    return [each["code"] for each in found]


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path.as_uri()


def next_diagnostics(talk: Talk, uri: str, since: int) -> list[Any]:
    def fits(said: Any) -> bool:
        return said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] == uri

    found: list[Any] = talk.until(fits, since)["params"]["diagnostics"]
    return found
