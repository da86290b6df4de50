"""Imported by benchmarks that share code with the tests: puts `tests/` on the path, where `support` is."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
