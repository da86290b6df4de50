"""Source text to `Text`: strips layout and joins continuation lines."""

from scn_dsl.nodes import Text
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS


def text_of(typed: str, start: int) -> Text:
    """Parse words that begin at offset `start` of their item.

    Lines are joined by one space, or by a line break for each bare `|` between them.
    """
    return _joined(typed, start, "\n")


def json_of(typed: str, start: int) -> Text:
    """Parse JSON over several lines; a bare `|` is layout, as JSON writes line breaks itself."""
    return _joined(typed, start, "")


def _joined(typed: str, start: int, bare: str) -> Text:
    if "\n" in typed:
        return _continued(typed, start, bare)
    value = typed.rstrip(BLANKS)
    return Text(value=value, places=((0, start),), span=Span(start, start + len(value)))


def _continued(typed: str, start: int, bare: str) -> Text:
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    offset, length, end, breaks = start, 0, start, ""
    for number, line in enumerate(typed.split("\n")):
        stripped = line.lstrip(BLANKS)
        continues = stripped.startswith("|")
        words = stripped[1:].strip(BLANKS) if continues else stripped.rstrip(BLANKS)
        if words and (continues or number == 0):
            if parts:
                parts.append(breaks or " ")
                length += len(parts[-1])
            indent = len(line) - len(stripped[1:].lstrip(BLANKS)) if continues else 0
            places.append((length, offset + indent))
            parts.append(words)
            length += len(words)
            end = offset + indent + len(words)
            breaks = ""
        elif continues:
            breaks += bare
        offset += len(line) + 1
    return Text(value="".join(parts), places=tuple(places), span=Span(start, end))
