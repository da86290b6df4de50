"""Where the repository keeps what tests read."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
COMPILER = ROOT / "compiler" / "scn_compiler"
PAGES = COMPILER / "lint" / "pages"
PROGRAMS = Path(sys.executable).parent
"""The folder of `scn` and of what else the environment installs."""

SAMPLES = sorted((ROOT / "samples").glob("*.scn"))
BAD_SCRIPTS = sorted((TESTS / "lint" / "bad").glob("*.scn"))
BAD_PAYLOADS = sorted((TESTS / "platforms" / "bad_payloads").glob("*.json"))
NEAR_MISSES = TESTS / "grammar" / "near_misses"
assert SAMPLES, "there are no samples"
assert BAD_SCRIPTS, "there are no bad scripts"
assert BAD_PAYLOADS, "there are no bad payloads"

SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
"""Real payloads; they are no part of the repository."""
