"""`scn cost`: an estimate from the script alone, with what it assumes and what it doesn't know."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.cli import scn, scn_process

BOOKING = """scenario: Book a table
role: A guest
language: en
agent: 21
{more}
FIRST_MESSAGE
  say: one two three four five six seven eight
WHEN contains "date"
  say: <silence time="10s" /> Friday
WHEN The agent says goodbye
  say: Bye
  end call
"""


def priced(folder: Path, script: str, *words: str) -> Any:
    (folder / "one.scn").write_text(script, encoding="utf-8")
    done = scn("cost", "one.scn", "--format", "json", *words, cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_call_is_as_long_as_its_words_pauses_and_turns(tmp_path: Path) -> None:
    (only,) = priced(tmp_path, BOOKING.format(more=""))["scenarios"]

    shortest = (8 + 8 + 1 + 8) * 60 / 150 + 2 * 2
    longest = (8 + 1 + 1 + 3 * 30) * 60 / 150 + 10 + 2 * 3
    assert only["seconds"] == {"low": round(shortest, 1), "high": round(longest, 1)}
    assert only["messages"] == {"low": 2, "high": 3}
    assert only["credits"] == {"low": round(shortest / 12, 1), "high": round(longest / 12, 1)}
    assert only["doubts"] == []


def test_metrics_and_frequencies_multiply(tmp_path: Path) -> None:
    more = "metrics: 41, 42\ncekura.frequency: 2\n"
    plain = priced(tmp_path, BOOKING.format(more=""))["credits"]["low"]
    (only,) = priced(tmp_path, BOOKING.format(more=more), "--frequency", "3")["scenarios"]

    assert (only["calls"], only["metrics"]) == (6, 2)
    assert only["credits"]["low"] == pytest.approx(6 * (plain + 0.4), abs=0.3)


def test_defaults_of_a_file_count(tmp_path: Path) -> None:
    script = "metrics: 41\nmax_duration: 10s\n" + BOOKING.format(more="metrics: 42\n")

    (only,) = priced(tmp_path, script)["scenarios"]
    assert only["metrics"] == 2
    assert only["seconds"] == {"low": 10, "high": 10}


def test_a_chat_costs_by_message(tmp_path: Path) -> None:
    document = priced(tmp_path, BOOKING.format(more="metrics: 41\n"), "--channel", "text")

    assert document["credits"] == {"low": 1.2, "high": 1.7}


def test_a_call_without_an_end_has_no_upper_limit_but_its_longest_duration(tmp_path: Path) -> None:
    endless = BOOKING.format(more="").replace("  end call\n", "")
    limited = endless.replace("agent: 21\n", "agent: 21\nmax_duration: 6m\n")

    first, second = priced(tmp_path, endless), priced(tmp_path, limited)
    assert first["credits"]["high"] is None
    assert "no block ends the call" in first["scenarios"][0]["doubts"][0]
    assert second["credits"]["high"] == 30


def test_improvised_words_are_guessed_and_signs_without_spaces_count_as_half_words(tmp_path: Path) -> None:
    head = "role: A\nlanguage: ja\nagent: 1\n\n"
    blocks = (
        "FIRST_MESSAGE\n  say: もしもし\nWHEN The agent says goodbye\n  do: Say goodbye\nTHEN\n  end call\n"
    )
    (only,) = priced(tmp_path, head + blocks)["scenarios"]

    assert only["seconds"]["low"] == round((3 * 8 + 2 + 5) * 0.4 + 6, 1)
    assert only["seconds"]["high"] == round((3 * 30 + 2 + 25) * 0.4 + 6, 1)
    assert only["messages"] == {"low": 2, "high": 2}


def test_the_table_says_what_it_assumes_and_what_it_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "one.scn").write_text(BOOKING.format(more=""), encoding="utf-8")
    (tmp_path / "two.scn").write_text("role: A\nlanguage: en\ninstructions: Ask\n", encoding="utf-8")

    done = scn("cost", cwd=tmp_path)

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[1].startswith("one.scn:1  Book a table")
    assert lines[3].split()[:3] == ["in", "all", "2"]
    assert "or more" in lines[3]
    assert "Assumed: 150 words a minute" in done.stdout
    assert "Not known: how a part of a minute counts" in done.stdout
    assert "Unsure about two: it has instructions instead of blocks" in done.stdout


def test_only_chosen_scenarios_for_the_platform_count(tmp_path: Path) -> None:
    (tmp_path / "one.scn").write_text(BOOKING.format(more="tags: night\n"), encoding="utf-8")
    (tmp_path / "other.scn").write_text("target: eqho\nrole: A\n", encoding="utf-8")

    assert "skipped other.scn: it is for eqho" in scn("cost", cwd=tmp_path).stderr
    none = scn("cost", "--tags", "day", cwd=tmp_path)
    assert (none.returncode, none.stdout) == (2, "")
    assert "no scenario matches `--tags day`" in none.stderr
    assert scn("cost", "--tags", "night", cwd=tmp_path).returncode == 0


def test_a_script_with_an_error_has_no_price(tmp_path: Path) -> None:
    (tmp_path / "one.scn").write_text(
        BOOKING.format(more="").replace("say: Bye", "sya: Bye"), encoding="utf-8"
    )

    done = scn("cost", "one.scn", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "sya" in done.stderr


def test_more_scenarios_than_fit_in_a_run_have_a_price(tmp_path: Path) -> None:
    text = "".join(BOOKING.format(more="").replace("Book a table", f"Book {number}") for number in range(201))
    (tmp_path / "many.scn").write_text(text, encoding="utf-8")

    done = scn("cost", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[202].split()[:3] == ["in", "all", "201"]


def test_an_estimate_needs_neither_a_key_nor_the_extra(tmp_path: Path) -> None:
    (tmp_path / "one.scn").write_text(BOOKING.format(more=""), encoding="utf-8")
    for name in ("httpx", "stamina"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('not needed')", encoding="utf-8")

    done = scn_process(
        "cost", "one.scn", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "CEKURA_API_KEY": ""}
    )
    assert (done.returncode, done.stderr) == (0, "")
