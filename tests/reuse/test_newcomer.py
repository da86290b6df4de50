"""Thirty calls to a shop as somebody new to scn would write them: ten with one opening, twenty rows, two environments."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.cli import scn

SHOP = Path(__file__).parent / "newcomer"
IN_PRODUCTION = {"agent": 944, "personality": 12}


def payloads(environment: str) -> list[Any]:
    done = scn("compile", ".", "--jsonl", "--env", environment, cwd=SHOP)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_thirty_calls_take_less_than_eighty_lines() -> None:
    files = [file.read_text(encoding="utf-8") for file in SHOP.iterdir()]

    lines = [line for text in files for line in text.splitlines() if line.strip()]  # layout adds blank lines

    assert len(files) == 3
    assert len(lines) < 80
    assert len(payloads("staging")) == 30


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_the_calls_are_formatted_and_have_no_problems(environment: str) -> None:
    done = scn("check", ".", "--strict", "--no-cache", "--env", environment, cwd=SHOP)

    assert done.stderr == "no problems in 1 file\n"
    assert scn("fmt", "--check", "--no-cache", ".", cwd=SHOP).returncode == 0


def test_ten_calls_share_an_opening_and_twenty_differ_in_a_row() -> None:
    made = payloads("staging")
    openings = [body["conditional_actions"]["conditions"][0]["action"] for body in made]
    parcels = [body for body in made if body["name"].startswith("Ask where parcel")]

    assert all(opening.startswith("Hi, ") for opening in openings)
    assert openings.count("Hi, I'm calling about a parcel.") == len(parcels) == 20
    assert len(set(openings)) == 11


def test_the_calls_differ_in_ids_only_between_staging_and_production() -> None:
    staging, production = payloads("staging"), payloads("production")

    assert production == [body | IN_PRODUCTION for body in staging]
    assert all(body["agent"] == 301 and body["personality"] == 3 for body in staging)
