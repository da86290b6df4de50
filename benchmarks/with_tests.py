"""Puts `tests/` on the path, for benchmarks that import its package `support`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
