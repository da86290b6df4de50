"""Edits for the editor to apply: fixes and formatting, in as few edits as possible."""
