"""Documents from editors: edits apply at the right place, in each encoding and with each kind of line end."""

import random
from itertools import pairwise
from typing import NamedTuple

import pytest
from lsprotocol import types

from scn_compiler.lsp.positions import line_index
from scn_compiler.lsp.text_document import ScriptDocument, ScriptWorkspace
from scn_dsl.source import Span
from support.cases import every

ENCODINGS = ("utf-16", "utf-8", "utf-32")
ODD = "\u2028 \u2029 \u0085 \x0b \x0c \x1c \x1e a b é ß 漢 😀 🏳️ e\u0301 \u200b \ufeff \ud800 \udc00".split(
    " "
)
ENDS = ("\n", "\r\n", "\r")


def document(text: str, encoding: str = "utf-16") -> ScriptDocument:
    workspace = ScriptWorkspace(None, position_encoding=encoding)
    workspace.put_text_document(
        types.TextDocumentItem(uri="file:///a.scn", language_id="scn", version=1, text=text)
    )
    found = workspace.get_text_document("file:///a.scn")
    assert isinstance(found, ScriptDocument)
    return found


def at(line: int, character: int) -> types.Position:
    return types.Position(line=line, character=character)


def edit(document: ScriptDocument, start: types.Position, end: types.Position, text: str) -> None:
    range = types.Range(start=start, end=end)
    document.apply_change(types.TextDocumentContentChangePartial(range=range, text=text))


class Reference:
    """A slow model of the document: a list of characters, each with its place."""

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self.encoding = encoding

    def width(self, char: str) -> int:
        if self.encoding == "utf-8":
            return len(char.encode("utf-8", "surrogatepass"))
        return 2 if self.encoding == "utf-16" and ord(char) > 0xFFFF else 1

    def places(self) -> list[tuple[int, int]]:
        """Line and column of each offset, including the end."""
        line = column = 0
        found = [(0, 0)]
        for index, char in enumerate(self.text):
            ends = char == "\n" or (char == "\r" and self.text[index + 1 : index + 2] != "\n")
            if ends:
                line, column = line + 1, 0
            elif char != "\r":
                column += self.width(char)
            found.append((line, column))
        return found

    def offset(self, line: int, column: int) -> int:
        """The last offset of the line at or before the column."""
        places = self.places()
        if line > places[-1][0]:
            return len(self.text)
        fitting = [offset for offset, place in enumerate(places) if place[0] == line and place[1] <= column]
        last = fitting[-1]
        return last - 1 if self.text[last - 1 : last + 1] == "\r\n" else last

    def edit(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        first, last = sorted((self.offset(*start), self.offset(*end)))
        self.text = self.text[:first] + text + self.text[last:]


class Fuzz(NamedTuple):
    seed: int
    encoding: str
    end: str

    def run(self, edits: int) -> None:
        chance = random.Random(self.seed)
        text = "".join(self.word(chance) for _ in range(12))
        ours, reference = document(text, self.encoding), Reference(text, self.encoding)
        for _ in range(edits):
            start, end = self.place(chance, reference), self.place(chance, reference)
            if chance.random() < 0.7:
                end = (start[0], start[1] + chance.randrange(4))
            new = "".join(self.word(chance) for _ in range(chance.randrange(4)))
            edit(ours, at(*start), at(*end), new)
            reference.edit(start, end, new)
            assert ours.source == reference.text
            assert ours.line_index == line_index(ours.source, self.encoding)
            probe = self.place(chance, reference)
            assert ours.offset_at_position(at(*probe)) == reference.offset(*probe)
            if len(reference.text) > 120:
                cut = reference.places()[chance.randrange(60)]
                edit(ours, at(0, 0), at(*cut), "")
                reference.edit((0, 0), cut, "")

    def word(self, chance: random.Random) -> str:
        return chance.choice((*ODD, self.end, self.end, self.end, chance.choice(ENDS), "say: x"))

    def place(self, chance: random.Random, reference: Reference) -> tuple[int, int]:
        line, column = chance.choice(reference.places())
        return chance.choice(((line, column), (line, column + 1), (line, column + 99), (line + 40, 3)))


RUNS = [Fuzz(n, encoding, end) for n, (encoding, end) in enumerate((c, e) for c in ENCODINGS for e in ENDS)]


@every("run", RUNS, ids=lambda run: f"{run.encoding}, {run.end!r}")
def test_random_edits_land_where_a_slow_reference_puts_them(run: Fuzz) -> None:
    run.run(500)


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run.encoding}, {run.end!r}")
def test_ten_thousand_random_edits_land_where_a_slow_reference_puts_them(run: Fuzz) -> None:
    run.run(10_000)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_offset_has_a_position_that_leads_back(encoding: str) -> None:
    text = "a😀e\u0301\r\n\u2028b\x0bc\r\rd漢\n\ud800x"
    ours = document(text, encoding)
    for offset in range(len(text) + 1):
        within_a_line_end = text[offset - 1 : offset + 1] == "\r\n"
        assert ours.offset_at_position(ours.position_at(offset)) == offset - within_a_line_end


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_positions_are_those_of_the_reference(encoding: str) -> None:
    text = "a😀\r\n\u2028漢\x85b\rc\n"
    ours, reference = document(text, encoding), Reference(text, encoding)
    for offset, place in enumerate(reference.places()):
        assert ours.position_at(offset) == at(*place)


def test_only_lf_crlf_and_cr_end_a_line() -> None:
    ours = document("a\u2028b\x0bc\x0cd\x1ce\x85f\u2029g\r\nh\ri\nj")

    assert ours.lines == ("a\u2028b\x0bc\x0cd\x1ce\x85f\u2029g\r\n", "h\r", "i\n", "j")


def test_a_column_after_the_end_of_a_line_is_its_end() -> None:
    ours = document("ab\r\ncd")

    assert ours.offset_at_position(at(0, 99)) == 2
    assert ours.offset_at_position(at(1, 99)) == 6
    assert ours.offset_at_position(at(99, 0)) == 6


def test_a_column_in_the_middle_of_a_character_is_its_beginning() -> None:
    assert document("a😀b").offset_at_position(at(0, 2)) == 1
    assert document("a😀b", "utf-8").offset_at_position(at(0, 4)) == 1
    assert document("a😀b", "utf-32").offset_at_position(at(0, 2)) == 2


def test_a_range_that_ends_before_it_starts_is_reversed() -> None:
    ours = document("one two three")
    edit(ours, at(0, 7), at(0, 4), "2")

    assert ours.source == "one 2 three"


def test_a_change_without_a_range_replaces_everything() -> None:
    ours = document("one\ntwo")
    ours.apply_change(types.TextDocumentContentChangeWholeDocument(text="three"))
    edit(ours, at(0, 5), at(0, 5), "!")

    assert ours.source == "three!"


def test_a_snapshot_stays_what_it_was() -> None:
    ours = document("one")
    before = ours.snapshot()
    edit(ours, at(0, 0), at(0, 3), "😀")

    assert (before.source, ours.source) == ("one", "😀")
    assert before.range_of(Span(0, 3)).end == at(0, 3)


def test_a_span_beyond_the_text_has_a_range_within_it() -> None:
    assert document("ab\n").range_of(Span(1, 99)) == types.Range(start=at(0, 1), end=at(1, 0))


def test_an_edit_of_a_long_script_keeps_its_lines_in_order() -> None:
    ours = line_index("say: Hello there\n" * 10_000, "utf-16")

    edited = ours.with_edit(Span(5000, 5003), "x\n")

    assert len(edited.starts) == len(ours.starts) + 1
    assert all(first < second for first, second in pairwise(edited.starts))
