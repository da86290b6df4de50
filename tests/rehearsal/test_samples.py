"""The tests beside the samples pass, and reach everything in their scripts."""

from support.cli import scn
from support.paths import ROOT

TESTED = sorted((ROOT / "samples").rglob("*.test.scn"))


def test_ten_samples_have_tests_that_reach_all_of_them() -> None:
    assert len(TESTED) >= 10
    done = scn("test", "samples", "--fail-under", "100", cwd=ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
