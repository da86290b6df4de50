"""A script for the language server, and a sign of life."""

from support.lsp_client import Talk

SCRIPT = "scenario: A\nrole: B\nlanguage: en\n\nFIRST_MESSAGE\n  sya: Hello\n  end call\n"


def is_alive(talk: Talk) -> bool:
    uri = talk.open(SCRIPT, "file:///nowhere/alive.scn", version=1)
    since = len(talk.said)
    talk.change(uri, 2, {"text": SCRIPT.replace("sya", "say")})
    return (
        talk.until(lambda said: said.get("params", {}).get("version") == 2, since)["params"]["diagnostics"]
        == []
    )
