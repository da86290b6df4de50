"""Formats scripts."""
