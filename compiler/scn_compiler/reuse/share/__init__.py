"""Finds what scripts have alike, and writes it once: as tables, fragments and fields of a file."""
