"""Lines that commands print about scripts and a platform."""

import pytest

from support.cli import scn
from support.runners import CONTROLS, commands
from support.team_on_platform import HOURS, Team


def test_steps_of_one_line_are_a_list(applied: Team) -> None:
    applied.edit("calls/hours.scn", "See you later", "See you")
    for name in ("menu", "parking"):
        applied.write(f"calls/{name}.scn", HOURS.replace("Opening hours", name))

    shown = [line[:30] for line in applied.scn("plan").stdout.splitlines()]
    assert shown[1:4] == ["", "+ create: menu  calls/menu.scn", ""]
    assert shown[-3:] == ["       end call", "", "+ create: parking  calls/parki"]
    (applied.folder / "calls/hours.scn").unlink()
    assert [line[:8] for line in applied.scn("plan").stdout.splitlines()[1:4]] == ["", "+ create", "+ create"]


def test_an_empty_line_of_a_difference_has_no_spaces(applied: Team) -> None:
    applied.edit(
        "calls/hours.scn", "\n# The shop says when.\nWHEN", '\nWHEN contains "never"\n  end call\n\nWHEN'
    )

    shown = applied.scn("plan").stdout
    assert "\n    +WHEN contains" in shown
    assert [line for line in shown.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize(
    "words", [("plan",), ("drift",), ("apply", "--yes"), ("rollback", "opening-hours", "--list")]
)
def test_what_a_platform_answers_steers_neither_a_terminal_nor_a_runner(
    applied: Team, words: tuple[str, ...]
) -> None:
    text = "x\x1b[31m\n::error::y\x1b]0;z\x07##[command]w"
    applied.change(1005, {"name": text, "tags": [text], "scenario_type": "instruction", "instructions": text})
    applied.stub.store.people[2]["name"] = text
    applied.edit("calls/hours.scn", "role: A customer", "role: A guest")

    done = scn(*words, cwd=applied.folder, env=applied.environment | {"GITHUB_ACTIONS": "true"})
    printed = done.stdout + done.stderr
    assert "::error::y" in printed
    assert CONTROLS.search(printed) is None
    assert commands(printed) == []
