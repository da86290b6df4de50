"""The programs on the page about other frameworks: they talk to a served caller, and to nothing but this machine.

A framework is installed with `uv run --group peers`; `.ci/run` does so.
"""

import asyncio
import importlib.util
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from support.loopback import only_loopback
from support.pages import Page
from support.paths import ROOT
from support.serving import caller_of

PAGE = Page(ROOT / "docs" / "how-to" / "other-frameworks.md")
FILES = {fence.file: fence.text for fence in PAGE.fences() if fence.file}
COMMANDS = [fence.text for fence in PAGE.fences("sh")]
LINES = ["Hi, I want to move my appointment.", "Thursday, please.", "Great, bye! ###STOP###"]


def with_the_framework(test: Any) -> Any:
    """Mark a test of langwatch-scenario."""
    missing = importlib.util.find_spec("scenario") is None
    reason = "langwatch-scenario is missing: uv run --group peers pytest -m slow tests/docs/test_other_frameworks.py"
    return pytest.mark.slow(pytest.mark.skipif(missing, reason=reason)(test))


def served(folder: Path, command: str) -> AbstractContextManager[str]:
    """Run a command of the page on a free port."""
    for name in ("moving.scn", "verdicts.jsonl"):
        (folder / name).write_text(FILES[name], encoding="utf-8")
    words = shlex.split(command)
    assert words[:2] == ["scn", "serve"]
    return caller_of(*words[2:], cwd=folder)


def program(folder: Path, name: str, address: str) -> Path:
    """Save a program of the page, with the address of the caller."""
    assert "http://127.0.0.1:8321/v1" in FILES[name]
    (folder / name).write_text(FILES[name].replace("http://127.0.0.1:8321/v1", address), encoding="utf-8")
    return folder / name


@pytest.mark.slow
def test_the_loop_prints_what_the_page_shows(tmp_path: Path) -> None:
    with served(tmp_path, COMMANDS[0]) as address:
        done = subprocess.run(
            [sys.executable, program(tmp_path, "loop.py", address)],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    shown = next(fence.text for fence in PAGE.fences("text"))
    assert (done.stdout, done.stderr) == (shown, "")


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The test on the page as a module, while its caller is served and other machines can't be reached."""
    monkeypatch.setenv("SCENARIO_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("LITELLM_LOCAL_MODEL_COST_MAP", "SCENARIO_DISABLE_SIMULATION_REPORT_INFO"):
        monkeypatch.setenv(name, "0")  # the page sets them; afterwards they are gone
    for name in ("LANGWATCH_API_KEY", "LANGWATCH_ENDPOINT", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with served(tmp_path, COMMANDS[1]) as address, only_loopback() as refused:
        spec = importlib.util.spec_from_file_location("moving", program(tmp_path, "test_moving.py", address))
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
        assert refused == []


def lines_of_caller(result: Any) -> list[str]:
    return [message["content"] for message in result.messages if message["role"] == "user"]


@with_the_framework
def test_the_test_on_the_page_passes(page: Any) -> None:
    page.test_the_desk_moves_an_appointment()


@with_the_framework
def test_the_caller_says_its_lines_and_hangs_up(page: Any) -> None:
    result = asyncio.run(page.call(page.Desk()))

    assert result.success
    assert result.reasoning == "moved"
    assert lines_of_caller(result) == LINES
    assert result.messages[-1]["content"] == LINES[-1]


@with_the_framework
def test_several_calls_at_once_keep_to_themselves(page: Any) -> None:
    async def calls() -> list[Any]:
        return await asyncio.gather(*(page.call(page.Desk()) for _ in range(4)))

    assert [lines_of_caller(result) for result in asyncio.run(calls())] == [LINES] * 4


@with_the_framework
def test_the_framework_sees_an_agent_that_does_not_do_what_it_says(page: Any) -> None:
    class Liar(page.Desk):  # type: ignore[misc,name-defined]
        async def call(self, given: Any) -> Any:
            answer = await super().call(given)
            return answer if isinstance(answer, str) else answer[-1]

    with pytest.raises(AssertionError):
        asyncio.run(page.call(Liar()))


@with_the_framework
def test_a_call_in_which_the_caller_does_not_hang_up_fails(page: Any) -> None:
    class Deaf(page.Desk):  # type: ignore[misc,name-defined]
        async def call(self, _: Any) -> Any:
            return "Which day suits you?"

    result = asyncio.run(page.call(Deaf()))

    assert not result.success
    assert result.reasoning == "the caller hasn't hung up after 10 turns"
    assert lines_of_caller(result) == [LINES[0], *[LINES[1]] * 9]


@with_the_framework
def test_the_first_message_comes_after_a_greeting_of_the_agent(page: Any) -> None:
    scenario = page.scenario

    async def greeted() -> Any:
        return await scenario.run(
            name="Greeted",
            description="The agent speaks first.",
            agents=[page.Desk(), page.caller()],
            script=[scenario.agent("Welcome!"), scenario.user(), scenario.succeed()],
            verbose=False,
        )

    assert lines_of_caller(asyncio.run(greeted())) == LINES[:1]


def test_other_machines_cannot_be_reached() -> None:
    with only_loopback() as refused:
        for host in ("192.0.2.1", "example.invalid", b"192.0.2.2"):
            with pytest.raises(PermissionError):
                socket.create_connection((host, 9), timeout=1)  # type: ignore[arg-type]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            with pytest.raises(PermissionError):
                datagrams.sendto(b"", ("192.0.2.1", 9))
            with pytest.raises(PermissionError):
                datagrams.connect(("192.0.2.3", 9))
        assert socket.getaddrinfo("127.0.0.1", 9)

    assert [each.split()[1] for each in refused] == [
        "192.0.2.1", "example.invalid", "b'192.0.2.2'", "192.0.2.1", "192.0.2.3"
    ]  # fmt: skip
