"""Slips of authors, injected into right scripts, each only where the result is certainly wrong."""

from support.slips import lines, triggers, words
from support.slips.rows import KINDS, Row, Rows, rows_of

__all__ = ["KINDS", "Row", "Rows", "lines", "rows_of", "triggers", "words"]
