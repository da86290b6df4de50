"""Keys of scenarios: what a project knows them by, whatever their names are."""

from unicodedata import category

_LONGEST = 60


def key_from(name: str) -> str:
    """Make a key from the name of a scenario or from a cell: its words in lowercase, joined by hyphens.

    Returns:
        At most 60 characters; empty if the name has neither letters nor digits.
    """
    words = "".join(char if is_letter(char) else " " for char in name.lower()).split()
    key = "-".join(words)
    return key if len(key) <= _LONGEST else key[: _LONGEST + 1].rpartition("-")[0] or key[:_LONGEST]


def is_letter(char: str) -> bool:
    """Tell whether a character is a letter, a digit, or a mark of one, such as a vowel sign of Hindi."""
    return char.isalnum() or category(char).startswith("M")
