"""Plays the tests of files, and reports what they reach."""
