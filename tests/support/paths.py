"""Paths of the repository that tests read."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
COMPILER = ROOT / "compiler" / "scn_compiler"
PAGES = COMPILER / "lint" / "pages"
PROGRAMS = Path(sys.executable).parent
"""The folder of `scn` and the environment's other programs."""

SAMPLES = sorted(path for path in (ROOT / "samples").glob("*.scn") if not path.name.endswith(".test.scn"))
"""The samples that are single files."""
CLINIC = sorted((ROOT / "samples" / "clinic").rglob("*.scn"))
"""The scripts of the sample that is a folder; they import each other and use its configuration."""
BAD_SCRIPTS = sorted((TESTS / "lint" / "bad").glob("*.scn"))
BAD_PAYLOADS = sorted((TESTS / "platforms" / "bad_payloads").glob("*.json"))
NEAR_MISSES = TESTS / "grammar" / "near_misses"
assert SAMPLES, "missing samples"
assert CLINIC, "missing scripts of the clinic"
assert BAD_SCRIPTS, "missing bad scripts"
assert BAD_PAYLOADS, "missing bad payloads"

SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
"""Real payloads, outside the repository."""
