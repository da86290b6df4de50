"""The tests beside the samples pass, and reach everything in their scripts."""

from support.cli import scn
from support.paths import CLINIC, ROOT

TESTED = [path for path in sorted((ROOT / "samples").rglob("*.test.scn")) if path not in CLINIC]
"""All but those of the clinic, which shows how a team writes tests, not how much they can reach."""


def test_ten_samples_have_tests_that_reach_all_of_them() -> None:
    assert len(TESTED) >= 10
    done = scn("test", *map(str, TESTED), "--fail-under", "100", cwd=ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
