"""What an editor may put at the cursor: the text with its tab stops, what it replaces, how it is shown."""

import re
from enum import Enum

from scn_dsl.diagnostic import Edit
from scn_dsl.records import Record
from scn_dsl.source import Span

_STOP = re.compile(r"\$\{\d+:((?:\\.|[^\\}])*)\}|\$\{\d+\|([^,|]*)[^|]*\|\}|\$\d+|\\([\\$}])")


class OfferKind(Enum):
    """What an offer is, for its icon."""

    KEYWORD = "keyword"
    BLOCK = "block"
    FIELD = "field"
    VALUE = "value"
    TEXT = "text"
    LABEL = "label"
    TAG = "tag"
    ATTRIBUTE = "attribute"
    MARKER = "marker"
    VARIABLE = "variable"
    RULE = "rule"


class Topic(Record):
    """What can be explained: a word of a kind, perhaps of another word, as an attribute is of a tag."""

    kind: str
    name: str
    of: str = ""


class CompletionItem(Record):
    """One suggestion.

    Attributes:
        snippet: What is put there: text with tab stops `${1:words}`, `$1` and `${1|a,b|}`.
        span: What it replaces, from where the typed beginning starts to the cursor.
        end: Where the word ends that the cursor is in, if that is replaced, too.
        filter: What is compared with what is typed; begins as the replaced text does.
        topic: Where more is said about it.
        also: What else changes.
    """

    label: str
    kind: OfferKind
    snippet: str
    span: Span
    end: int
    detail: str = ""
    filter: str = ""
    topic: Topic | None = None
    also: tuple[Edit, ...] = ()

    @property
    def text(self) -> str:
        """What is put there where the editor knows no tab stops."""
        return plain_snippet(self.snippet)


class LineStart(Record):
    """A way to begin a line.

    Attributes:
        snippet: What the line begins with then.
        flush: Whether it stands at the margin.
    """

    label: str
    kind: OfferKind
    snippet: str
    topic: Topic
    detail: str = ""
    flush: bool = False


def plain_snippet(snippet: str) -> str:
    """A snippet with its suggestions in place of its tab stops."""

    def meant(found: re.Match[str]) -> str:
        if found[1] is not None:
            return re.sub(r"\\(.)", r"\1", found[1])
        return next((part for part in found.group(2, 3) if part is not None), "")

    return _STOP.sub(meant, snippet)


def literal(text: str) -> str:
    """Text in which nothing is a tab stop."""
    return re.sub(r"([\\$}])", r"\\\1", text)


def choice(number: int, words: tuple[str, ...]) -> str:
    """A tab stop with a few words to choose from; none of them has a comma or a bar in it."""
    return f"${{{number}|{','.join(words)}|}}"
