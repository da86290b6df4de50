"""The keywords and fields of the language, with the type of each value: one table for parser, checks and editors."""

from enum import Enum

from scn_dsl.records import Record

LANGUAGE_VERSION = "1"

HOLDERS = ("given", "caller", "mock", "mock_error")
"""Keywords of variables: a line is `KEYWORD NAME = VALUE`."""

LET = "let"
"""Keyword of a named value: `let NAME = VALUE`, which `$NAME` stands for."""

OPENINGS = ("FIRST_MESSAGE", "WHEN", "THEN", "AFTER")
ACTIONS = ("say", "do", "end call", "wait")
STEPS = ("hear", "as", "cut off", "plays", "silent", "quiet")
"""Keywords of the lines in a test that scripts don't have; `silent` and `quiet` are whole lines."""

PLATFORM_NAMES = ("cekura", "eqho", "sophiie", "bimpe", "sensay")

BLANKS = " \t\u00a0\r"
"""Whitespace inside a line. It is stripped from both ends of a text."""


class FieldKind(Enum):
    """The type of a field's value."""

    TEXT = "text"
    TEXTS = "list of strings, separated by commas"
    WORD = "one word"
    INTEGER = "whole number"
    ID = "number or name"
    IDS = "list of numbers or names, separated by commas"
    DURATION = "duration: `600` or `600s`, `10m`, `1h`"
    STATEMENT = "one statement per line"
    RECORD = "one record per line, with its fields below it"
    CHOICE = "`yes` or `no`"
    NUMBER = "number"
    MILLISECONDS = "milliseconds: `800` or `800ms`, `2s`"
    JSON = "JSON value"
    FILE = "path of a file, relative to the script"
    SIGNATURE = "name, with parameters in parentheses"
    CALL = "name of a fragment, with arguments in parentheses"
    CELLS = "cells, separated by ` | `"


class FieldSpec(Record):
    """The definition of one field.

    Attributes:
        of_file: Whether it applies to the whole file.
        of_scn: Whether it is for scn, so that a payload loses nothing without it.
        under: The records it can belong to, or `BLOCK`; empty for a field of the scenario.
    """

    kind: FieldKind
    summary: str
    of_file: bool = False
    of_scn: bool = False
    under: tuple[str, ...] = ()


BLOCK = "block"
"""In `FieldSpec.under`: the field belongs to a block."""

TEST = "test"
"""Keyword of a test; above a line, as `BLOCK`: the line is in a test."""

TABLE = "table"
"""Above a line, as `BLOCK`: the line is below the columns or the rows of a table."""


FIELDS: dict[str, FieldSpec] = {
    "scenario": FieldSpec(FieldKind.TEXT, "the scenario's name"),
    "key": FieldSpec(
        FieldKind.WORD,
        "the scenario's lasting name: it stays the same if you rename the scenario",
        of_scn=True,
    ),
    "role": FieldSpec(FieldKind.TEXT, "who the caller is, in one sentence"),
    "language": FieldSpec(FieldKind.WORD, "the language the caller speaks, for example `en`"),
    "expect": FieldSpec(FieldKind.STATEMENT, "a statement that must be true after the call"),
    "tags": FieldSpec(FieldKind.TEXTS, "words that help you find the scenario"),
    "folder": FieldSpec(FieldKind.TEXT, "the scenario's folder, for example `Sales.Inbound`"),
    "instructions": FieldSpec(FieldKind.TEXT, "instructions for an unscripted caller, instead of blocks"),
    "purpose": FieldSpec(FieldKind.TEXT, "what the scenario or suite is for"),
    "notes": FieldSpec(FieldKind.TEXT, "anything else worth knowing"),
    "agent": FieldSpec(FieldKind.INTEGER, "id of the agent under test"),
    "project": FieldSpec(FieldKind.INTEGER, "id of the project"),
    "assistant": FieldSpec(FieldKind.WORD, "id of the assistant under test"),
    "personality": FieldSpec(FieldKind.INTEGER, "id of the caller's personality: voice, accent, patience"),
    "profile": FieldSpec(FieldKind.ID, "id of the test profile; in a suite, its name"),
    "metrics": FieldSpec(FieldKind.IDS, "metrics that judge the call"),
    "tools": FieldSpec(FieldKind.TEXTS, "tools the caller can use on its own, for example `dtmf, end_call`"),
    "phone": FieldSpec(FieldKind.INTEGER, "id of the phone number"),
    "max_duration": FieldSpec(
        FieldKind.DURATION, "maximum length of the call: `90s`, `10m`, `1h`, or `600` seconds"
    ),
    "suite": FieldSpec(FieldKind.TEXT, "the suite's name; the whole file is one suite", of_file=True),
    "target": FieldSpec(
        FieldKind.WORD, "the target that this file compiles to, unless you pass `-t`", of_file=True
    ),
    "reason": FieldSpec(FieldKind.TEXT, "why the caller is calling"),
    "knows": FieldSpec(FieldKind.TEXT, "what the caller knows, and says when asked"),
    "unknown": FieldSpec(FieldKind.TEXT, "what the caller doesn't know"),
    "direction": FieldSpec(FieldKind.WORD, "who calls: `inbound` for the caller, `outbound` for the agent"),
    "medium": FieldSpec(FieldKind.WORD, "medium of the conversation, for example `chatbot`"),
    "history": FieldSpec(FieldKind.STATEMENT, "an earlier turn: `caller: …`, `agent: …`, `system: …`"),
    "expect_call": FieldSpec(FieldKind.RECORD, "an expected tool call: `NAME(argument=JSON, …)`"),
    "call_id": FieldSpec(FieldKind.TEXT, "id of the call", under=("expect_call",)),
    "by": FieldSpec(FieldKind.WORD, "who makes the call: `agent` or `caller`", under=("expect_call",)),
    "info": FieldSpec(FieldKind.TEXT, "what the call is for", under=("expect_call",)),
    "compare": FieldSpec(
        FieldKind.TEXTS, "arguments that must match: their names, `all` or `none`", under=("expect_call",)
    ),
    "caller_tool": FieldSpec(FieldKind.RECORD, "a tool that the caller has, for example `terminate_call`"),
    "title": FieldSpec(FieldKind.TEXT, "the name that people see", under=("caller_tool", BLOCK)),
    "slug": FieldSpec(
        FieldKind.WORD, "the name that programs use, if it differs", under=("caller_tool", BLOCK)
    ),
    "use": FieldSpec(FieldKind.TEXT, "when and how to use the tool", under=("caller_tool",)),
    "kind": FieldSpec(FieldKind.WORD, "the type of the tool or step", under=("caller_tool", BLOCK)),
    "settings": FieldSpec(FieldKind.JSON, "the tool's settings", under=("caller_tool",)),
    "on_start": FieldSpec(FieldKind.TEXT, "what to say when the tool starts", under=("caller_tool",)),
    "on_completed": FieldSpec(FieldKind.TEXT, "what to say when the tool is done", under=("caller_tool",)),
    "on_failed": FieldSpec(FieldKind.TEXT, "what to say when the tool fails", under=("caller_tool",)),
    "on_delayed": FieldSpec(
        FieldKind.TEXT, "what to say when the tool takes a long time", under=("caller_tool",)
    ),
    "takes_at_least": FieldSpec(
        FieldKind.MILLISECONDS, "the shortest time that the tool takes", under=("caller_tool",)
    ),
    "delayed_after": FieldSpec(
        FieldKind.MILLISECONDS, "how long to wait before saying `on_delayed`", under=("caller_tool",)
    ),
    "async": FieldSpec(
        FieldKind.CHOICE, "whether to continue without waiting for the tool", under=("caller_tool",)
    ),
    "model": FieldSpec(FieldKind.WORD, "model for decisions outside a live call", under=("caller_tool",)),
    "temperature": FieldSpec(FieldKind.NUMBER, "temperature for `model`", under=("caller_tool",)),
    "reasoning": FieldSpec(FieldKind.WORD, "reasoning effort for `model`", under=("caller_tool",)),
    "verbosity": FieldSpec(FieldKind.WORD, "verbosity for `model`", under=("caller_tool",)),
    "execution": FieldSpec(FieldKind.WORD, "when the tool runs, for example `live`", under=("caller_tool",)),
    "response": FieldSpec(
        FieldKind.WORD, "how the tool responds, for example `interactive`", under=("caller_tool",)
    ),
    "order": FieldSpec(FieldKind.INTEGER, "the tool's position in the list of tools", under=("caller_tool",)),
    "empty": FieldSpec(FieldKind.TEXTS, "parts to send empty, for example `mock, history`"),
    "ask": FieldSpec(FieldKind.TEXT, "a question that the agent asks", under=(BLOCK,)),
    "answer": FieldSpec(FieldKind.TEXT, "an answer to the question above", under=("faq", BLOCK)),
    "follow_up": FieldSpec(FieldKind.TEXT, "what the agent asks next", under=(BLOCK,)),
    "about": FieldSpec(FieldKind.TEXT, "what the block is for", under=(BLOCK,)),
    "group": FieldSpec(FieldKind.TEXT, "the block's category", under=(BLOCK,)),
    "priority": FieldSpec(FieldKind.INTEGER, "the block's priority over other blocks", under=(BLOCK,)),
    "enabled": FieldSpec(FieldKind.CHOICE, "whether the block is active", under=(BLOCK,)),
    "only_if": FieldSpec(FieldKind.TEXT, "a condition in addition to the trigger", under=(BLOCK,)),
    "run": FieldSpec(FieldKind.TEXT, "an action that the agent takes", under=(BLOCK,)),
    "weights": FieldSpec(
        FieldKind.TEXTS,
        "weights of the trigger's keywords: `refund high, price low`",
        under=(BLOCK,),
    ),
    "outcome": FieldSpec(FieldKind.TEXT, "what happens afterwards, for example `continueCall`"),
    "trade_service": FieldSpec(FieldKind.INTEGER, "id of the trade service"),
    "active": FieldSpec(FieldKind.CHOICE, "whether the agent follows the scenario"),
    "category": FieldSpec(FieldKind.TEXT, "the workflow's category"),
    "channels": FieldSpec(
        FieldKind.TEXTS, "channels on which the agent answers, for example `whatsapp, webchat`"
    ),
    "integrations": FieldSpec(FieldKind.TEXTS, "systems the agent works with"),
    "actions": FieldSpec(FieldKind.TEXTS, "actions that the agent can take"),
    "faq": FieldSpec(FieldKind.RECORD, "a frequently asked question, with `answer:` below it"),
    "guide": FieldSpec(FieldKind.STATEMENT, "one step of the guide"),
    "guide_video": FieldSpec(FieldKind.WORD, "URL of the guide's video"),
    "setup": FieldSpec(FieldKind.STATEMENT, "one step in setting up the workflow"),
    "setup_time": FieldSpec(FieldKind.INTEGER, "how long the setup takes"),
    "video": FieldSpec(FieldKind.WORD, "URL of the workflow's video"),
    "summary": FieldSpec(FieldKind.TEXT, "summary of a conversation, at most 700 characters"),
    "question": FieldSpec(FieldKind.STATEMENT, "a frequently asked question"),
    "topic": FieldSpec(FieldKind.STATEMENT, "a frequent topic"),
}

REUSE: dict[str, FieldSpec] = {
    "import": FieldSpec(FieldKind.FILE, "a script whose fragments and values this script uses", of_file=True),
    "fragment": FieldSpec(
        FieldKind.SIGNATURE, "starts a fragment: lines that scenarios insert", of_file=True
    ),
    "insert": FieldSpec(FieldKind.CALL, "inserts the lines of a fragment"),
    "examples": FieldSpec(FieldKind.CELLS, "the columns of the scenario's table"),
    "row": FieldSpec(FieldKind.CELLS, "one row of the table, which makes one scenario"),
    "rows": FieldSpec(FieldKind.FILE, "a file with more rows: `.csv`, `.tsv` or `.jsonl`"),
    "script": FieldSpec(FieldKind.FILE, "the script that the tests of this file play", of_file=True),
}
"""The lines with a colon that are about reuse: they say where other lines come from, and nothing about the caller."""

NAMED_LINES = {**FIELDS, **REUSE}
"""All lines of the form `NAME: VALUE`, outside of blocks."""

TITLES = ("scenario", "fragment")
"""The lines that start a section of a file."""

NAME_TABLES = {
    "agent": "agents",
    "personality": "personalities",
    "profile": "profiles",
    "metrics": "metrics",
    "phone": "phones",
    "project": "projects",
}
"""Fields that may have names instead of ids, and the table of an environment that has these names."""

DETAILS = tuple(name for name, spec in FIELDS.items() if BLOCK in spec.under)
"""Names of the fields that belong to a block."""
