"""Beginnings of scripts that the tests of pictures draw."""

HEAD = "role: A caller\nlanguage: en\n"
FIRST = f"{HEAD}FIRST_MESSAGE\n  say: Hello\n"
