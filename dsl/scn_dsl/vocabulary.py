"""The words of the language and the kinds of their values: one table for parser, checks and editors."""

from enum import Enum

from scn_dsl.records import Record

LANGUAGE_VERSION = "1"

HOLDERS = ("given", "caller", "mock", "mock_error")
"""Words that open a line `WORD NAME = VALUE`."""

OPENINGS = ("FIRST_MESSAGE", "WHEN", "THEN", "AFTER")
ACTIONS = ("say", "do", "end call", "wait")
RESERVED = ("let", "import", "fragment", "insert", "EXAMPLES", "test")
PLATFORM_NAMES = ("cekura", "eqho", "sophiie", "bimpe", "sensay")

BLANKS = " \t\u00a0\r"
"""Characters that are layout inside a line: they are stripped from both ends of a text."""


class FieldKind(Enum):
    """The type of a field's value."""

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
    """The definition of one field.

    Attributes:
        of_file: Whether it applies to the whole file.
        under: The records that it may belong to and stand below, or `BLOCK`; empty for a field of the scenario.
    """

    kind: FieldKind
    summary: str
    of_file: bool = False
    under: tuple[str, ...] = ()


BLOCK = "block"
"""In `FieldSpec.under`: the field belongs to a block."""


FIELDS: dict[str, FieldSpec] = {
    "scenario": FieldSpec(FieldKind.TEXT, "the scenario's name, at most 80 characters"),
    "role": FieldSpec(FieldKind.TEXT, "who the caller is, in one sentence"),
    "language": FieldSpec(FieldKind.WORD, "the language that the caller speaks, e.g. `en`"),
    "expect": FieldSpec(FieldKind.STATEMENT, "one statement that must be true after the call"),
    "tags": FieldSpec(FieldKind.TEXTS, "words to find the scenario by"),
    "folder": FieldSpec(FieldKind.TEXT, "where the scenario is kept, e.g. `Sales.Inbound`"),
    "instructions": FieldSpec(FieldKind.TEXT, "what an unscripted caller is told, instead of any block"),
    "purpose": FieldSpec(FieldKind.TEXT, "what the scenario, or the suite, is for"),
    "notes": FieldSpec(FieldKind.TEXT, "anything else worth knowing"),
    "agent": FieldSpec(FieldKind.INTEGER, "id of the agent under test"),
    "project": FieldSpec(FieldKind.INTEGER, "id of the project"),
    "assistant": FieldSpec(FieldKind.WORD, "id of the assistant under test"),
    "personality": FieldSpec(FieldKind.INTEGER, "id of the caller's personality: voice, accent, patience"),
    "profile": FieldSpec(FieldKind.ID, "id, or in a suite the name, of the test profile"),
    "metrics": FieldSpec(FieldKind.IDS, "metrics that judge the call"),
    "tools": FieldSpec(FieldKind.TEXTS, "tools that the caller may use, e.g. `dtmf, end_call`"),
    "phone": FieldSpec(FieldKind.INTEGER, "id of the phone number"),
    "max_duration": FieldSpec(FieldKind.DURATION, "longest call: `90s`, `10m`, `1h`, or `600` seconds"),
    "suite": FieldSpec(FieldKind.TEXT, "name of the whole file as a suite", of_file=True),
    "target": FieldSpec(
        FieldKind.WORD, "what `scn compile` makes of this file unless told otherwise", of_file=True
    ),
    "reason": FieldSpec(FieldKind.TEXT, "why the caller calls"),
    "knows": FieldSpec(FieldKind.TEXT, "what the caller knows, and tells when asked"),
    "unknown": FieldSpec(FieldKind.TEXT, "what the caller does not know"),
    "direction": FieldSpec(FieldKind.WORD, "who calls: `inbound` is the caller, `outbound` the agent"),
    "medium": FieldSpec(FieldKind.WORD, "what the conversation is held in, e.g. `chatbot`"),
    "history": FieldSpec(FieldKind.STATEMENT, "what was said before: `caller: …`, `agent: …`, `system: …`"),
    "expect_call": FieldSpec(FieldKind.RECORD, "a tool call that is expected: `NAME(argument=JSON, …)`"),
    "call_id": FieldSpec(FieldKind.TEXT, "what the call is known by", under=("expect_call",)),
    "by": FieldSpec(FieldKind.WORD, "who calls the tool: `agent` or `caller`", under=("expect_call",)),
    "info": FieldSpec(FieldKind.TEXT, "what the call is for", under=("expect_call",)),
    "compare": FieldSpec(
        FieldKind.TEXTS, "arguments that must be equal; `all` of them, or `none`", under=("expect_call",)
    ),
    "caller_tool": FieldSpec(FieldKind.RECORD, "a tool that the caller has, e.g. `terminate_call`"),
    "title": FieldSpec(FieldKind.TEXT, "the name that people read", under=("caller_tool", BLOCK)),
    "slug": FieldSpec(
        FieldKind.WORD, "the name that programs read, if it is another", under=("caller_tool", BLOCK)
    ),
    "use": FieldSpec(FieldKind.TEXT, "when and how the tool is used", under=("caller_tool",)),
    "kind": FieldSpec(FieldKind.WORD, "of what kind it is", under=("caller_tool", BLOCK)),
    "settings": FieldSpec(FieldKind.JSON, "what the tool is set to", under=("caller_tool",)),
    "on_start": FieldSpec(FieldKind.TEXT, "what is said when the tool starts", under=("caller_tool",)),
    "on_completed": FieldSpec(FieldKind.TEXT, "what is said when it is done", under=("caller_tool",)),
    "on_failed": FieldSpec(FieldKind.TEXT, "what is said when it fails", under=("caller_tool",)),
    "on_delayed": FieldSpec(FieldKind.TEXT, "what is said when it takes long", under=("caller_tool",)),
    "takes_at_least": FieldSpec(
        FieldKind.MILLISECONDS, "how long the tool takes at least", under=("caller_tool",)
    ),
    "delayed_after": FieldSpec(
        FieldKind.MILLISECONDS, "how long it may take before that is said", under=("caller_tool",)
    ),
    "async": FieldSpec(FieldKind.CHOICE, "whether nobody waits for it", under=("caller_tool",)),
    "model": FieldSpec(FieldKind.WORD, "model that decides where no call is live", under=("caller_tool",)),
    "temperature": FieldSpec(FieldKind.NUMBER, "how freely that model answers", under=("caller_tool",)),
    "reasoning": FieldSpec(FieldKind.WORD, "how long that model thinks", under=("caller_tool",)),
    "verbosity": FieldSpec(FieldKind.WORD, "how much that model says", under=("caller_tool",)),
    "execution": FieldSpec(FieldKind.WORD, "when it is run, e.g. `live`", under=("caller_tool",)),
    "response": FieldSpec(FieldKind.WORD, "how it answers, e.g. `interactive`", under=("caller_tool",)),
    "order": FieldSpec(FieldKind.INTEGER, "its turn among the tools", under=("caller_tool",)),
    "empty": FieldSpec(FieldKind.TEXTS, "parts that are there and hold nothing, e.g. `mock, history`"),
    "ask": FieldSpec(FieldKind.TEXT, "a question that the agent asks", under=(BLOCK,)),
    "answer": FieldSpec(FieldKind.TEXT, "an answer to the question above", under=("faq", BLOCK)),
    "follow_up": FieldSpec(FieldKind.TEXT, "what the agent asks next", under=(BLOCK,)),
    "about": FieldSpec(FieldKind.TEXT, "what the block is for", under=(BLOCK,)),
    "group": FieldSpec(FieldKind.TEXT, "the category of the block", under=(BLOCK,)),
    "priority": FieldSpec(FieldKind.INTEGER, "which of several blocks comes first", under=(BLOCK,)),
    "enabled": FieldSpec(FieldKind.CHOICE, "whether the block is in use", under=(BLOCK,)),
    "only_if": FieldSpec(FieldKind.TEXT, "what must hold besides the trigger", under=(BLOCK,)),
    "run": FieldSpec(FieldKind.TEXT, "an action that the agent takes", under=(BLOCK,)),
    "weights": FieldSpec(
        FieldKind.TEXTS,
        "how much the keywords of the trigger count: `refund high, price low`",
        under=(BLOCK,),
    ),
    "outcome": FieldSpec(FieldKind.TEXT, "how it goes on afterwards, e.g. `continueCall`"),
    "trade_service": FieldSpec(FieldKind.INTEGER, "id of the trade service"),
    "active": FieldSpec(FieldKind.CHOICE, "whether the agent follows the scenario"),
    "category": FieldSpec(FieldKind.TEXT, "what kind of workflow it is"),
    "channels": FieldSpec(FieldKind.TEXTS, "where the agent answers, e.g. `whatsapp, webchat`"),
    "integrations": FieldSpec(FieldKind.TEXTS, "systems that the agent works with"),
    "actions": FieldSpec(FieldKind.TEXTS, "actions that the agent may take"),
    "faq": FieldSpec(FieldKind.RECORD, "a question that is often asked, with `answer:` below"),
    "guide": FieldSpec(FieldKind.STATEMENT, "one step of the guide"),
    "guide_video": FieldSpec(FieldKind.WORD, "address of the guide's video"),
    "setup": FieldSpec(FieldKind.STATEMENT, "one step to set the workflow up"),
    "setup_time": FieldSpec(FieldKind.INTEGER, "how long that takes"),
    "video": FieldSpec(FieldKind.WORD, "address of the workflow's video"),
    "summary": FieldSpec(FieldKind.TEXT, "what was said in a conversation, in at most 700 characters"),
    "question": FieldSpec(FieldKind.STATEMENT, "a question that is often asked"),
    "topic": FieldSpec(FieldKind.STATEMENT, "a topic that often comes up"),
}

DETAILS = tuple(name for name, spec in FIELDS.items() if BLOCK in spec.under)
"""Names of the fields that belong to a block."""
