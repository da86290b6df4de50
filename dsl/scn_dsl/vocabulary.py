"""The words of the language, each with what it takes: one table for parser, checks and editors."""

from enum import Enum

from scn_dsl.records import Record

LANGUAGE_VERSION = "1"

OPENINGS = ("FIRST_MESSAGE", "WHEN", "THEN", "AFTER")
ACTIONS = ("say", "do", "end call", "wait")
RESERVED = ("let", "import", "fragment", "insert", "EXAMPLES", "test")
PLATFORMS = ("cekura", "eqho", "sophiie", "bimpe", "sensay")

BLANKS = " \t\u00a0\r"
"""What counts as layout inside a line: it carries no meaning at either end of a text."""


class Kind(Enum):
    """What a field's value is, and so how it is read."""

    TEXT = "text"
    TEXTS = "list of texts, separated by commas"
    WORD = "one word"
    INTEGER = "whole number"
    ID = "number or name"
    IDS = "list of numbers or names, separated by commas"
    DURATION = "a duration: `600` or `600s`, `10m`, `1h`"
    STATEMENT = "one statement a line"


class FieldSpec(Record):
    """What the language knows of one field."""

    kind: Kind
    summary: str
    of_file: bool = False


FIELDS: dict[str, FieldSpec] = {
    "scenario": FieldSpec(Kind.TEXT, "the scenario's name, at most 80 characters"),
    "role": FieldSpec(Kind.TEXT, "who the caller is, in one sentence"),
    "language": FieldSpec(Kind.WORD, "the language that the caller speaks, e.g. `en`"),
    "expect": FieldSpec(Kind.STATEMENT, "one statement that must be true after the call"),
    "tags": FieldSpec(Kind.TEXTS, "words to find the scenario by"),
    "folder": FieldSpec(Kind.TEXT, "where the scenario is kept, e.g. `Sales.Inbound`"),
    "instructions": FieldSpec(Kind.TEXT, "what an unscripted caller is told, instead of any block"),
    "purpose": FieldSpec(Kind.TEXT, "what the scenario, or the suite, is for"),
    "notes": FieldSpec(Kind.TEXT, "anything else worth knowing"),
    "agent": FieldSpec(Kind.INTEGER, "id of the agent under test"),
    "project": FieldSpec(Kind.INTEGER, "id of the project"),
    "assistant": FieldSpec(Kind.WORD, "id of the assistant under test"),
    "personality": FieldSpec(Kind.INTEGER, "id of the caller's personality: voice, accent, patience"),
    "profile": FieldSpec(Kind.ID, "id, or in a suite the name, of the test profile"),
    "metrics": FieldSpec(Kind.IDS, "metrics that judge the call"),
    "tools": FieldSpec(Kind.TEXTS, "tools that the caller may use, e.g. `dtmf, end_call`"),
    "phone": FieldSpec(Kind.INTEGER, "id of the phone number"),
    "max_duration": FieldSpec(Kind.DURATION, "longest call: `90s`, `10m`, `1h`, or `600` seconds"),
    "suite": FieldSpec(Kind.TEXT, "name of the whole file as a suite", of_file=True),
    "target": FieldSpec(
        Kind.WORD, "what `scn compile` makes of this file unless told otherwise", of_file=True
    ),
}
