"""Writes what a caller says for people: tags and markers become stage directions, such as `(pause 2s)`."""

from scn_grammar.markup import Marker, Tag, scan

_NAMES = {
    "silence": "pause",
    "break": "pause",
    "hold": "on hold",
    "dtmf": "presses",
    "endcall": "hangs up",
    "interruption": "cuts in after",
    "noise": "noise:",
    "audio": "plays a recording",
}


def staged(text: str) -> str:
    """Write a spoken text with its tags and markers as stage directions."""
    parts: list[str] = []
    at = 0
    for mark in scan(text):
        if isinstance(mark, Tag | Marker):
            parts.append(text[at : mark.start])
            parts.append(f"({mark.name})" if isinstance(mark, Marker) else _direction(mark))
            at = mark.end
    return " ".join("".join((*parts, text[at:])).split())


def _direction(tag: Tag) -> str:
    if tag.shape == "close" or tag.name == "endcall":
        return ""
    if tag.shape == "open" and tag.name not in _NAMES:
        return f"({tag.name}) " if tag.name != "spell" else "(spells) "
    values = " ".join(attribute.value for attribute in tag.attributes)
    return f"({_NAMES.get(tag.name, tag.name)} {values})".replace(" )", ")")
