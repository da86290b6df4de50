"""The threat model names a test for each attack, and each test exists."""

import re

from support.paths import ROOT

PAGE = (ROOT / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "proved by" not in line]
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_each_attack_names_an_existing_test() -> None:
    assert len(ROWS) > 20
    for row in ROWS:
        named = re.findall(r"`(test_\w+)`", row.rsplit(" | ", 1)[1])
        assert named, row
        assert set(named) <= TESTS, row


def test_the_page_is_found_from_the_others() -> None:
    assert "(explanation/threat-model.md)" in (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
