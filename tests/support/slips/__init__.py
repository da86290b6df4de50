"""Slips that authors make, put into scripts that are right: each kind only where the result is wrong for certain."""

from support.slips import lines, triggers, words
from support.slips.rows import KINDS, Row, Rows, rows_of

__all__ = ["KINDS", "Row", "Rows", "lines", "rows_of", "triggers", "words"]
