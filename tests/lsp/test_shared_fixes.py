"""Code actions that solve several problems at once: cheap while the cursor moves, with their edits on request."""

from typing import Any

import pytest

from support.lsp_here import ask, here, opening, settled, tell

URI = "file:///nowhere/a.scn"
HEAD = "scenario: A\nrole: B\nlanguage: en\n\nFIRST_MESSAGE\n  wait\n\n"
TEXT = HEAD + 'WHEN contains "a"\n  Caller: Anna\nWHEN contains "b"\n  Caller: <grin />\n  end call\n'
TITLE = "Write `say:`: all 2 problems"
RESOLVES: dict[str, Any] = {
    "textDocument": {"codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}},
    "workspace": {"workspaceEdit": {"documentChanges": True, "snippetEditSupport": True}},
}
INVOKED, AUTOMATIC = 1, 2

pytestmark = pytest.mark.asyncio


async def actions(text: str, line: int, trigger: int, capabilities: Any = None) -> tuple[Any, Any, list[Any]]:
    """The server, its messages, and the quick fixes on a line."""
    app, said = await here(capabilities=capabilities)
    tell(app.session, "textDocument/didOpen", opening(URI, text))
    await settled()
    start, end = ({"line": line, "character": column} for column in (2, 10))
    context = {"diagnostics": [], "only": ["quickfix"], "triggerKind": trigger}
    params = {
        "textDocument": {"uri": URI},
        "range": {"start": start, "end": end},
        "context": context,
    }
    found = await ask(app.session, said, "textDocument/codeAction", params)
    return app.session, said, found


async def test_a_client_gets_the_edit_of_the_action_that_the_author_chooses() -> None:
    session, said, found = await actions(TEXT, 8, AUTOMATIC, RESOLVES)
    (action,) = (each for each in found if each["title"] == TITLE)

    resolved = await ask(session, said, "codeAction/resolve", action)

    assert "edit" not in action
    (change,) = resolved["edit"]["documentChanges"]
    assert [each["newText"] for each in change["edits"]] == ["say:", "say:"]
    assert [each["range"]["start"]["line"] for each in change["edits"]] == [8, 10]
    assert resolved["title"] == TITLE


async def test_other_actions_stay_as_they_are_when_a_client_resolves_them() -> None:
    session, said, found = await actions(TEXT.replace("Caller", "say"), 10, INVOKED, RESOLVES)

    assert found
    for action in found:
        assert await ask(session, said, "codeAction/resolve", action) == action


@pytest.mark.parametrize(("trigger", "count"), [(AUTOMATIC, 0), (INVOKED, 1)])
async def test_other_clients_get_the_edit_if_the_author_asks(trigger: int, count: int) -> None:
    _, _, found = await actions(TEXT, 8, trigger)

    edits = [each["edit"]["changes"][URI] for each in found if each["title"] == TITLE]

    assert [len(each) for each in edits] == [2] * count


async def test_in_a_long_script_the_author_has_to_ask() -> None:
    long = TEXT + "# a note\n" * 3_000
    _, _, shown = await actions(long, 8, AUTOMATIC, RESOLVES)
    _, _, asked = await actions(long, 8, INVOKED, RESOLVES)

    assert TITLE not in [each["title"] for each in shown]
    assert TITLE in [each["title"] for each in asked]
