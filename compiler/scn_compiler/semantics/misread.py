"""Explanations of values that don't parse: a comment after them, another spelling, or neither."""

import re

from scn_compiler.jsondoc.codec import BadJson, load, stringify
from scn_compiler.jsondoc.errors import CONSTANTS, hint_for
from scn_compiler.semantics.durations import duration_meant
from scn_compiler.semantics.field_values import CHOICE_SPELLINGS, FIELD_READERS, naming_hint
from scn_compiler.semantics.languages import language_code
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Field, PlatformValue, Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, NAME_TABLES, FieldKind
from scn_grammar.recovery.trailing_comment import trailing_comment

_NAME_OF_AGENT = lazy_pattern(r"[^\W\d_a-z][\w-]*(?: [\w-]+){0,2}")
"""A short text that is more likely to be the name of an agent than to be what it says."""


def misread(setting: Field, span: Span, error: ValueError) -> Diagnostic:
    """Explain a value that doesn't parse: a comment after it, another spelling, or neither."""
    text = setting.value.value
    at = None if setting.raw else trailing_comment(text, prose=False)
    if at is not None and setting.value.is_unbroken(0, len(text)):
        return _comment(setting, setting.value, at)
    is_name = not setting.raw and setting.name in NAME_TABLES and re.match(r"[^\W\d]", text)
    if is_name and (setting.name != "agent" or _NAME_OF_AGENT.fullmatch(text)):
        message = f"`{setting.name}:` needs an id, not `{shortened(text)}`"
        return report("bad-field-value", span, message, naming_hint(setting.name, shortened(text)))
    if is_name:
        message = f"`agent:` needs an agent id, not what the agent says: `{shortened(text)}`"
        hint = f"to wait for these words, write `WHEN The agent says {shortened(text)}`"
        return report("bad-field-value", span, message, hint)
    message = f"`{setting.name}:` can't be `{shortened(text)}`"
    plain = _plain_form(setting, span)
    is_list = FIELDS[setting.name].kind in (FieldKind.TEXTS, FieldKind.IDS, FieldKind.CHOICE)
    hint = plain.title if plain and not is_list else str(error)
    return report("bad-field-value", span, message, hint, fix=plain)


def json_with_comment(setting: PlatformValue) -> Diagnostic | None:
    """Explain a JSON value with a comment after it; `None` if something else is wrong with it."""
    text = setting.json.value
    at = trailing_comment(text, prose=False)
    if at is None or not setting.json.is_unbroken(0, len(text)):
        return None
    try:
        load(text[:at].rstrip())
    except BadJson:
        return None
    return _comment(setting, setting.json, at)


def json_hint(name: str, text: str, offset: int) -> str | None:
    """Return the hint for the value of `name`, which isn't JSON because of an error at `offset`."""
    if text[:1] in ("{", "[", '"'):
        return hint_for(text, offset)
    if constant := CONSTANTS.get(text):
        return f"write `{name}: {constant}`"
    plain = text.strip("'‘’“”„")
    value = stringify(plain) if "\n" not in plain and len(plain) <= 40 else '"…"'
    return f"put text in double quotes: `{name}: {value}`"


def _comment(setting: Field | PlatformValue, value: Text, at: int) -> Diagnostic:
    """Report a comment after a value; it starts at `at` of the text."""
    text = value.value
    comment = text[at:].lstrip("#/ ")
    end = len(text[:at].rstrip())
    edits = (
        Edit(setting.whole.part(0, 0), f"# {comment}\n"),
        Edit(setting.place(value.locate(end, len(text))), ""),
    )
    fix = Fix("move the comment to the line above", edits)
    hint = f"write `# {shortened(comment)}` on the line above"
    place = setting.place(value.locate(at, len(text)))
    return report("extra-words", place, "a comment needs its own line", hint, fix=fix)


def _plain_form(setting: Field, span: Span) -> Fix | None:
    """Rewrite JSON in a plain field: a list without brackets and quotes, a word without quotes, `yes` for `true`."""
    text = setting.value.value
    entries = [entry.strip(" \"'“”") for entry in text.strip("[]\"'").split(",")]
    plain = ", ".join(entries)
    kind = FIELDS[setting.name].kind
    if kind is FieldKind.CHOICE:
        plain = CHOICE_SPELLINGS.get(plain.casefold(), plain)
    elif kind in (FieldKind.DURATION, FieldKind.MILLISECONDS):
        plain = duration_meant(text, milliseconds=kind is FieldKind.MILLISECONDS) or plain
    elif setting.name == "language":
        plain = language_code(text) or plain
    if setting.raw or plain == text or not all(entries) or "\n" in text:
        return None
    try:
        FIELD_READERS[FIELDS[setting.name].kind](plain)
    except (ValueError, BadJson):
        return None
    return Fix(f"replace with `{plain}`", (Edit(span, plain),), safe=setting.name != "language")


def shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
