"""A call over the protocol: played from the text in the editor, and written as a test beside the script."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from support.calls import MOVE, MOVE_TESTS
from support.lsp_here import ask, here, opening, settled, tell

Run = Callable[..., Awaitable[Any]]

WHEN = {"text": "When would you like to come?", "sentences": ["@tuesday"]}


def editing(
    folder: Path,
    work: Callable[[Run], Awaitable[None]],
    script: str = MOVE,
    *,
    tests: str | None = None,
    uri: str | None = None,
) -> None:
    """Do something in a session in which `move.scn`, or another document, is open and not saved."""
    document = uri or (folder / "move.scn").as_uri()
    if tests is not None:
        (folder / "move.test.scn").write_text(tests, encoding="utf-8")

    async def run() -> None:
        app, said = await here(folder)
        tell(app.session, "textDocument/didOpen", opening(document, script))
        await settled()

        async def command(name: str, *arguments: Any) -> Any:
            params = {"command": name, "arguments": [document, *arguments]}
            return await ask(app.session, said, "workspace/executeCommand", params)

        await work(command)

    asyncio.run(run())


def test_a_call_is_played_from_the_text_in_the_editor(tmp_path: Path) -> None:
    async def work(run: Run) -> None:
        call = await run("scn.play", None, [WHEN])

        assert call["problems"] == []
        _, exchange = call["exchanges"]
        assert exchange["lines"][0]["staged"] == "Tuesday at three would be lovely."
        places = [each["place"]["range"] for each in (*exchange["lines"], *exchange["due"])]
        assert [(each["start"]["line"], each["end"]["line"]) for each in places] == [(6, 7), (8, 9)]
        assert (await run("scn.play"))["exchanges"] == call["exchanges"][:1]

    editing(tmp_path, work)


def test_a_call_plays_the_scenario_at_a_position_or_the_one_with_a_name(tmp_path: Path) -> None:
    async def work(run: Run) -> None:
        chosen = [(await run("scn.play", {"line": line}))["scenario"] for line in (0, 14, 15, 99)]
        assert chosen == [0, 0, 1, 1]
        assert (await run("scn.play", "Cancel an appointment"))["scenario"] == 1
        assert (await run("scn.play", "Book"))["problem"] == "the script has no scenario `Book`"

    editing(tmp_path, work, MOVE + MOVE.replace("Move an", "Cancel an"))


def test_a_script_with_errors_is_played_and_its_errors_are_listed(tmp_path: Path) -> None:
    async def work(run: Run) -> None:
        call = await run("scn.play", None, [{"text": "It is confirmed."}])

        assert call["problems"] == ["12: unknown keyword `sya`"]
        assert call["ended"]

    editing(tmp_path, work, MOVE.replace("say: At five", "sya: At five"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((5,), "the arguments of this command are the URI of a script"),
        (({"line": -1},), "a position in a scenario has a `line` and a `character`"),
        ((None, "Hello"), "the messages of a call must be a list"),
        ((None, [], 5), "the arguments of this command are the URI of a script"),
    ],
)
def test_arguments_in_another_form_are_refused(
    tmp_path: Path, arguments: tuple[Any, ...], message: str
) -> None:
    async def work(run: Run) -> None:
        with pytest.raises(AssertionError, match=message):
            await run("scn.play", *arguments)

    editing(tmp_path, work)


def test_a_call_becomes_a_test_in_a_new_file_beside_the_script(tmp_path: Path) -> None:
    async def work(run: Run) -> None:
        test = await run("scn.callTest", None, [WHEN])

        assert (test["problem"], test["exists"]) == ("", False)
        assert test["uri"] == (tmp_path / "move.test.scn").as_uri()
        assert test["range"] == {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
        assert test["text"].startswith("test: After When would you like to come?\n")

    editing(tmp_path, work)


def test_a_call_is_added_below_the_tests_that_there_are(tmp_path: Path) -> None:
    tests = MOVE_TESTS.replace("Hang up", "After It is confirmed.")

    async def work(run: Run) -> None:
        test = await run("scn.callTest", None, [{"text": "It is confirmed."}])

        assert test["exists"]
        assert test["range"]["start"] == {"line": 16, "character": 10}
        assert test["text"].startswith("\n\ntest: After It is confirmed. (2)\n")

    editing(tmp_path, work, tests=tests)


@pytest.mark.parametrize(
    ("tests", "problem"),
    [
        (f"script: other.scn\n{MOVE_TESTS}", "move.test.scn has the tests of other.scn"),
        (MOVE, "move.test.scn has no tests"),
    ],
)
def test_a_call_is_added_only_to_tests_of_its_script(tmp_path: Path, tests: str, problem: str) -> None:
    async def work(run: Run) -> None:
        assert await run("scn.callTest") == {"problem": problem}

    editing(tmp_path, work, tests=tests)


@pytest.mark.parametrize("commands", [frozenset({"scn.playCall"}), frozenset()])
def test_a_lens_plays_the_scenario_below_it_where_the_editor_can(
    tmp_path: Path, commands: frozenset[str]
) -> None:
    async def run() -> None:
        app, said = await here(tmp_path)
        app.session.commands = commands
        uri = (tmp_path / "move.scn").as_uri()
        tell(app.session, "textDocument/didOpen", opening(uri, MOVE))
        await settled()
        found = await ask(app.session, said, "textDocument/codeLens", {"textDocument": {"uri": uri}})
        called = [(each["command"]["title"], each["command"].get("arguments")) for each in found]
        assert called == [("play call", [uri, {"line": 0, "character": 0}])] * len(commands)

    asyncio.run(run())


def test_a_script_without_a_file_has_no_file_of_tests(tmp_path: Path) -> None:
    async def work(run: Run) -> None:
        problem = "save the script first: its tests go in a file beside it"
        assert await run("scn.callTest") == {"problem": problem}

    editing(tmp_path, work, uri="untitled:Untitled-1")
