"""Scripts with marks: `‸` is the cursor, `⟦…⟧` is a span."""

from collections.abc import Iterable
from textwrap import dedent

from scn_dsl.source import Span

CURSOR = "‸"
LEFT, RIGHT = "⟦", "⟧"


def script(text: str) -> str:
    """A script as written in a test; if it starts on a new line, its indentation is removed."""
    return dedent(text)[1:] if text.startswith("\n") else text


def cursor(text: str) -> tuple[str, int]:
    """The script without its cursor, and the cursor's offset."""
    text = script(text)
    assert text.count(CURSOR) == 1, "one cursor"
    return text.replace(CURSOR, ""), text.index(CURSOR)


def marked(text: str, spans: Iterable[Span]) -> str:
    """The script with marks around spans, which may be nested."""
    signs = [(span.end, 0, -span.start, RIGHT) for span in spans]
    signs += [(span.start, 1, -span.end, LEFT) for span in spans]
    for at, _, _, sign in sorted(signs, reverse=True):
        text = text[:at] + sign + text[at:]
    return text
