"""`scn live`, `scn replay` and `scn calibrate`: the caller of a script and other programs."""

import json
from pathlib import Path

import pytest

from support.cli import scn

SCRIPT = """scenario: Opening hours
role: A customer
language: en
tools: end_call
FIRST_MESSAGE
  say: When are you open?
WHEN contains "nine"
  say: Great, thank you! [laughter]
WHEN contains "bye"
  say: Bye!
  end call
"""
AGENT = """ANSWERS = iter({answers!r})


def agent(messages):
    assert messages[0] == {{"role": "user", "content": "When are you open?"}}
    return next(ANSWERS)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop.scn").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def live(folder: Path, name: str, *answers: str, options: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    (folder / f"{name}.py").write_text(AGENT.format(answers=list(answers)), encoding="utf-8")
    return scn("live", "shop.scn", "--agent", f"{name}:agent", *options, cwd=folder)


def test_a_call_with_an_agent_ends_when_the_caller_hangs_up(folder: Path) -> None:
    done = live(
        folder, "polite", "From nine.", "You are welcome, bye!", options=("--transcript", "call.jsonl")
    )

    assert done.returncode == 0
    assert done.stdout == (
        "caller: When are you open?\nagent: From nine.\ncaller: Great, thank you!\n"
        "agent: You are welcome, bye!\ncaller: Bye!\n"
    )
    first = json.loads((folder / "call.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert first == {"role": "caller", "content": "When are you open?"}


def test_a_call_that_goes_on_and_on_fails(folder: Path) -> None:
    done = live(folder, "endless", *["From nine."] * 9, options=("--max-turns", "3"))

    assert done.returncode == 1
    assert "the caller hasn't hung up after 3 turns of the agent" in done.stderr


@pytest.mark.parametrize(
    ("agent", "message"),
    [
        ("nowhere:agent", "No module named 'nowhere'"),
        ("json:nothing", "has no attribute 'nothing'"),
        ("json:__name__", "isn't a function"),
    ],
)
def test_an_agent_that_does_not_exist_is_refused(folder: Path, agent: str, message: str) -> None:
    done = scn("live", "shop.scn", "--agent", agent, cwd=folder)

    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    ("code", "status", "message"),
    [
        ("def agent(messages):\n    raise KeyError('name')\n", 1, "raised KeyError: 'name'"),
        (
            "def agent(messages):\n    return None\n",
            1,
            "returned NoneType: it must return its words as a string",
        ),
        ("raise RuntimeError('no key')\n", 2, "RuntimeError: no key"),
        ("def agent(:\n", 2, "SyntaxError"),
    ],
)
def test_a_mistake_in_the_code_of_an_agent_is_no_bug_of_scn(
    folder: Path, code: str, status: int, message: str, request: pytest.FixtureRequest
) -> None:
    name = f"mistaken_{abs(hash(request.node.name))}"
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    done = scn("live", "shop.scn", "--agent", f"{name}:agent", cwd=folder)

    assert done.returncode == status
    assert message in done.stderr
    assert "bug" not in done.stderr


def test_a_transcript_does_not_overwrite_the_script(folder: Path) -> None:
    done = live(folder, "polite_again", "Bye!", options=("--transcript", "shop.scn"))

    assert done.returncode == 2
    assert "refusing to overwrite shop.scn" in done.stderr
    assert (folder / "shop.scn").read_text(encoding="utf-8") == SCRIPT


def test_a_recording_is_compared_with_a_changed_script(folder: Path) -> None:
    live(folder, "recorded", "From nine.", "Bye!", options=("--transcript", "call.jsonl"))
    assert scn("replay", "call.jsonl", "shop.scn", cwd=folder).returncode == 0

    (folder / "shop.scn").write_text(SCRIPT.replace("Great, thank you!", "Thanks."), encoding="utf-8")
    done = scn("replay", "call.jsonl", "shop.scn", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-2:] == [
        "  - say: Thanks. [laughter]  (shop.scn:7)",
        "  + Great, thank you!  (call.jsonl, message 3)",
    ]
    counted = scn("calibrate", "shop.scn", "call.jsonl", cwd=folder).stdout
    assert counted.count("no recording tells them apart") == 5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "call.txt:1:1: this file is UTF-16: save it as UTF-8"),
        (b"agent: \xff\n", "call.txt:1:8: byte 0xff is not valid UTF-8: save the file as UTF-8"),
        (b"\x89PNG\x00", "call.txt:1:1: this is a binary file, not text"),
    ],
)
def test_a_file_that_is_no_recording_is_refused(folder: Path, content: bytes, message: str) -> None:
    (folder / "call.txt").write_bytes(content)
    done = scn("replay", "call.txt", "shop.scn", cwd=folder)

    assert done.returncode == 2
    assert message in done.stderr


def test_recordings_that_decide_a_question_become_lines_of_the_configuration(folder: Path) -> None:
    said = "caller: When are you open?\nagent: From nine. Bye!\ncaller: Great, thank you!\n"
    (folder / "call.txt").write_text(said, encoding="utf-8")
    done = scn("calibrate", "shop.scn", "call.txt", cwd=folder)

    head, _, lines = done.stdout.partition(
        "to use what the recordings agree with, write this into scn.toml:\n"
    )
    assert "the recordings agree with several=first" in head
    assert lines == '  [policy]\n  several = "first"\n'
    (folder / "scn.toml").write_text(lines, encoding="utf-8")
    assert scn("replay", "call.txt", "shop.scn", cwd=folder).returncode == 0
