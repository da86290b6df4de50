"""Starts of scripts for the tests of pictures."""

HEAD = "role: A caller\nlanguage: en\n"
FIRST = f"{HEAD}FIRST_MESSAGE\n  say: Hello\n"
