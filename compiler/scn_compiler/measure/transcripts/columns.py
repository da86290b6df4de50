"""The columns of transcripts, and the names that they have in files."""

from scn_compiler.rehearsal.recording import LIST_KEYS, ROLE_KEYS, WORD_KEYS
from scn_dsl.records import Record

CALL, TURN, SPEAKER, TEXT, ASR = COLUMNS = ("call", "turn", "speaker", "text", "asr")

_USUAL = {
    CALL: ("call", "call_id", "callId", "conversation_id", "conversation"),
    TURN: ("turn", "turn_index", "index", "position"),
    SPEAKER: ROLE_KEYS,
    TEXT: WORD_KEYS,
    ASR: ("asr", "asr_text", "heard", "recognized"),
}


class BadColumns(ValueError):  # noqa: N818  (a mistake of the user, reported as a message)
    """A list of columns that can't be read."""


class ColumnNames(Record):
    """The names of columns that the user gave; other columns have one of the usual names."""

    named: tuple[tuple[str, str], ...] = ()

    def names(self, column: str) -> tuple[str, ...]:
        """Return the names that a column may have in a file, the likeliest first."""
        given = dict(self.named).get(column)
        return _USUAL[column] if given is None else (given,)

    def names_in_calls(self, column: str) -> tuple[str, ...]:
        """Return the names that a column may have in the messages of a call, which may have the usual names nevertheless."""
        return tuple(dict.fromkeys((*self.names(column), *_USUAL[column])))

    @property
    def lists(self) -> tuple[str, ...]:
        """The names that a list of messages may have."""
        named = dict(self.named).get(TEXT)
        return tuple(dict.fromkeys((*([named] if named else []), "transcript_object", *LIST_KEYS)))

    @property
    def ids(self) -> tuple[str, ...]:
        """The names that the id of an object with messages may have."""
        return (*self.names(CALL), "id", "run_id")

    def is_named(self, column: str) -> bool:
        return column in dict(self.named)

    def found_in(self, header: tuple[str, ...]) -> dict[str, str]:
        """Return the columns that a header has, each with its name there."""
        return {
            column: name
            for column in COLUMNS
            if (name := next((each for each in self.names(column) if each in header), None)) is not None
        }


def read_columns(text: str) -> ColumnNames:
    """Read `call=conversation,text=words`.

    Raises:
        BadColumns: for an unknown column, and for a column without a name.
    """
    named: dict[str, str] = {}
    for part in text.split(","):
        column, _, name = (each.strip() for each in part.partition("="))
        if column not in COLUMNS:
            raise BadColumns(f"unknown column {column!r}: write {', '.join(f'{each}=…' for each in COLUMNS)}")
        if not name:
            raise BadColumns(f"the column {column} has no name: write {column}=NAME")
        if column in named:
            raise BadColumns(f"the column {column} is named twice")
        named[column] = name
    return ColumnNames(tuple(named.items()))
