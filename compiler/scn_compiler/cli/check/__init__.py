"""Checks many files: in parallel, cached, against a baseline, with a progress line."""
