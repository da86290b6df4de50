"""Runs of `scn measure`, and their reports."""
