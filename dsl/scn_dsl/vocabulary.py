"""The words of the language, each with what it takes: one table for parser, checks and editors."""

from enum import Enum

from scn_dsl.records import Record

LANGUAGE_VERSION = "1"

HOLDERS = ("given", "caller", "mock", "mock_error")
"""Words that open a line `WORD NAME = VALUE`."""

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
    RECORD = "one record a line, with what it is made of below it"
    CHOICE = "`yes` or `no`"
    NUMBER = "number"
    MILLISECONDS = "milliseconds: `800` or `800ms`, `2s`"
    JSON = "JSON value"


class FieldSpec(Record):
    """What the language knows of one field.

    Attributes:
        of_file: Whether it is about the whole file.
        under: What it belongs to and stands below: records, or `BLOCK`; empty for a field of the scenario.
    """

    kind: Kind
    summary: str
    of_file: bool = False
    under: tuple[str, ...] = ()


BLOCK = "block"
"""Stands among the names of records in `FieldSpec.under` for the blocks."""


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
    "reason": FieldSpec(Kind.TEXT, "why the caller calls"),
    "knows": FieldSpec(Kind.TEXT, "what the caller knows, and tells when asked"),
    "unknown": FieldSpec(Kind.TEXT, "what the caller does not know"),
    "direction": FieldSpec(Kind.WORD, "who calls: `inbound` is the caller, `outbound` the agent"),
    "medium": FieldSpec(Kind.WORD, "what the conversation is held in, e.g. `chatbot`"),
    "history": FieldSpec(Kind.STATEMENT, "what was said before: `caller: …`, `agent: …`, `system: …`"),
    "expect_call": FieldSpec(Kind.RECORD, "a tool call that is expected: `NAME(argument=JSON, …)`"),
    "call_id": FieldSpec(Kind.TEXT, "what the call is known by", under=("expect_call",)),
    "by": FieldSpec(Kind.WORD, "who calls the tool: `agent` or `caller`", under=("expect_call",)),
    "info": FieldSpec(Kind.TEXT, "what the call is for", under=("expect_call",)),
    "compare": FieldSpec(
        Kind.TEXTS, "arguments that must be equal; `all` of them, or `none`", under=("expect_call",)
    ),
    "caller_tool": FieldSpec(Kind.RECORD, "a tool that the caller has, e.g. `terminate_call`"),
    "title": FieldSpec(Kind.TEXT, "the name that people read", under=("caller_tool", BLOCK)),
    "slug": FieldSpec(
        Kind.WORD, "the name that programs read, if it is another", under=("caller_tool", BLOCK)
    ),
    "use": FieldSpec(Kind.TEXT, "when and how the tool is used", under=("caller_tool",)),
    "kind": FieldSpec(Kind.WORD, "of what kind it is", under=("caller_tool", BLOCK)),
    "settings": FieldSpec(Kind.JSON, "what the tool is set to", under=("caller_tool",)),
    "on_start": FieldSpec(Kind.TEXT, "what is said when the tool starts", under=("caller_tool",)),
    "on_completed": FieldSpec(Kind.TEXT, "what is said when it is done", under=("caller_tool",)),
    "on_failed": FieldSpec(Kind.TEXT, "what is said when it fails", under=("caller_tool",)),
    "on_delayed": FieldSpec(Kind.TEXT, "what is said when it takes long", under=("caller_tool",)),
    "takes_at_least": FieldSpec(
        Kind.MILLISECONDS, "how long the tool takes at least", under=("caller_tool",)
    ),
    "delayed_after": FieldSpec(
        Kind.MILLISECONDS, "how long it may take before that is said", under=("caller_tool",)
    ),
    "async": FieldSpec(Kind.CHOICE, "whether nobody waits for it", under=("caller_tool",)),
    "model": FieldSpec(Kind.WORD, "model that decides where no call is live", under=("caller_tool",)),
    "temperature": FieldSpec(Kind.NUMBER, "how freely that model answers", under=("caller_tool",)),
    "reasoning": FieldSpec(Kind.WORD, "how long that model thinks", under=("caller_tool",)),
    "verbosity": FieldSpec(Kind.WORD, "how much that model says", under=("caller_tool",)),
    "execution": FieldSpec(Kind.WORD, "when it is run, e.g. `live`", under=("caller_tool",)),
    "response": FieldSpec(Kind.WORD, "how it answers, e.g. `interactive`", under=("caller_tool",)),
    "order": FieldSpec(Kind.INTEGER, "its turn among the tools", under=("caller_tool",)),
    "empty": FieldSpec(Kind.TEXTS, "parts that are there and hold nothing, e.g. `mock, history`"),
    "ask": FieldSpec(Kind.TEXT, "a question that the agent asks", under=(BLOCK,)),
    "answer": FieldSpec(Kind.TEXT, "an answer to the question above", under=("faq", BLOCK)),
    "follow_up": FieldSpec(Kind.TEXT, "what the agent asks next", under=(BLOCK,)),
    "about": FieldSpec(Kind.TEXT, "what the block is for", under=(BLOCK,)),
    "group": FieldSpec(Kind.TEXT, "the category of the block", under=(BLOCK,)),
    "priority": FieldSpec(Kind.INTEGER, "which of several blocks comes first", under=(BLOCK,)),
    "enabled": FieldSpec(Kind.CHOICE, "whether the block is in use", under=(BLOCK,)),
    "only_if": FieldSpec(Kind.TEXT, "what must hold besides the trigger", under=(BLOCK,)),
    "run": FieldSpec(Kind.TEXT, "an action that the agent takes", under=(BLOCK,)),
    "weights": FieldSpec(
        Kind.TEXTS, "how much the keywords of the trigger count: `refund high, price low`", under=(BLOCK,)
    ),
    "outcome": FieldSpec(Kind.TEXT, "how it goes on afterwards, e.g. `continueCall`"),
    "trade_service": FieldSpec(Kind.INTEGER, "id of the trade service"),
    "active": FieldSpec(Kind.CHOICE, "whether the agent follows the scenario"),
    "category": FieldSpec(Kind.TEXT, "what kind of workflow it is"),
    "channels": FieldSpec(Kind.TEXTS, "where the agent answers, e.g. `whatsapp, webchat`"),
    "integrations": FieldSpec(Kind.TEXTS, "systems that the agent works with"),
    "actions": FieldSpec(Kind.TEXTS, "actions that the agent may take"),
    "faq": FieldSpec(Kind.RECORD, "a question that is often asked, with `answer:` below"),
    "guide": FieldSpec(Kind.STATEMENT, "one step of the guide"),
    "guide_video": FieldSpec(Kind.WORD, "address of the guide's video"),
    "setup": FieldSpec(Kind.STATEMENT, "one step to set the workflow up"),
    "setup_time": FieldSpec(Kind.INTEGER, "how long that takes"),
    "video": FieldSpec(Kind.WORD, "address of the workflow's video"),
    "summary": FieldSpec(Kind.TEXT, "what was said in a conversation, in at most 700 characters"),
    "question": FieldSpec(Kind.STATEMENT, "a question that is often asked"),
    "topic": FieldSpec(Kind.STATEMENT, "a topic that often comes up"),
}

DETAILS = tuple(name for name, spec in FIELDS.items() if BLOCK in spec.under)
"""Names of the lines that say more of a block."""
