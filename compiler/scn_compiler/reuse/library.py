"""The fragments and the values of a script, with those that it imports from other files."""

import posixpath
from collections.abc import Callable, Iterator

from scn_compiler.reuse.scope import ValueScope
from scn_compiler.reuse.signature import FragmentCall, name_in
from scn_dsl.nodes import Fragment, Script, Use
from scn_dsl.records import Record, field
from scn_dsl.source import ROWS, Origin, Span

Read = Callable[[str], str]
"""Reads a file of the project by its path; raises `UnreadableFile`."""

DEEPEST = 100
"""The most files, fragments or values that can be nested in each other."""

INSERTED = "inserted here"
"""Message of the step of a chain that inserts a fragment."""

EXTENSIONS = (".scn", ".csv", ".tsv", ".jsonl")
"""The extensions of the files that scripts name: scripts, then files of rows. No line of another file is printed."""

IMPORT = "import"
"""Kind of the origin of a span in an imported file."""


class UnreadableFile(Exception):  # noqa: N818  (an outcome of reading, reported as a diagnostic)
    """A file that can't be read; `near` is the path of the file that is meant, from the folder of the missing one."""

    def __init__(self, message: str, hint: str | None = None, near: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.near = near


class KnownFragment(Record):
    """A fragment with its signature, and the library that it is in.

    Attributes:
        call: Its signature; `None` if the line has a mistake.
    """

    fragment: Fragment
    library: "Library"
    call: FragmentCall | None

    @property
    def name(self) -> str:
        text = self.fragment.title.value.value
        return self.call.name if self.call else name_in(text) or text

    @property
    def place(self) -> Span:
        """The span of its name."""
        title = self.fragment.title
        end = self.call.end if self.call else len(self.name)
        return self.library.place(title.place(title.value.locate(0, end)))

    @property
    def signature(self) -> str:
        """Its line as it is written, for messages."""
        return f"fragment: {self.fragment.title.value.value}"


class Library(Record):
    """A file with what it declares.

    Attributes:
        path: Its path; `None` for a text without a file.
        origin: The origin of spans in it; `None` for the script itself.
        scope: Its values, with those that it imports.
        fragments: Its fragments and those that it imports, by name.
        own: The fragments that it declares itself.
    """

    path: str | None
    text: str
    script: Script
    origin: Origin | None
    scope: ValueScope
    fragments: dict[str, KnownFragment] = field(default_factory=dict)
    own: list[KnownFragment] = field(default_factory=list)

    def place(self, span: Span) -> Span:
        """Convert a span in the text of this file to a span of the script."""
        return span if self.origin is None or span.origin else span.within(self.origin)


def parting(first: Span, second: Span) -> tuple[Span, Span] | None:
    """Return the lines of a fragment that bring two places into a scenario; a place itself if the fragment has it.

    Returns:
        `None` if the lines are in the scenario, so that the scenario brings both together.
    """
    before, after = ((span.origin.chain if span.origin else ()) for span in (first, second))
    common = 0
    while common < min(len(before), len(after)) and before[common] == after[common]:
        common += 1
    if not common or before[common - 1].message != INSERTED:
        return None
    ends = ((before, first), (after, second))
    one, other = (in_file(chain[common].span if len(chain) > common else span) for chain, span in ends)
    return one, other


def without_chain(span: Span) -> Span:
    """Drop the chain of a span's origin, for a step of a chain that has these steps itself."""
    origin = span.origin
    return span.within(Origin(origin.kind, origin.path)) if origin else span


def in_file(span: Span) -> Span:
    """Convert a span of an expanded script to a span of the script or of another file."""
    origin = span.origin
    if origin is None or origin.kind in (IMPORT, ROWS, "config"):
        return span
    if origin.path is None:
        return Span(*span)
    kind = ROWS if origin.kind.endswith(ROWS) else IMPORT
    return span.within(
        Origin(kind, origin.path, tuple(step for step in origin.chain if step.span.origin is None))
    )


def join(importer: str | None, written: str) -> str:
    """Return the path of a file that a line of `importer` names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname((importer or "").replace("\\", "/")), written))


def uses_of_file(script: Script) -> Iterator[Use]:
    """Yield the lines about reuse above the first title, or in the only scenario of a file without titles."""
    yield from script.uses
    for scenario in script.scenarios:
        if scenario.title is None:
            yield from scenario.uses
