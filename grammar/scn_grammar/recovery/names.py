"""Wrong names: finds the field, variable or platform key that a line was meant to start with.

`above` is the record that a line can belong to, or `BLOCK`, or empty for neither. Fields that aren't allowed there are
never suggested.
"""

import json
import re

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_dsl.vocabulary import (
    BLANKS,
    BLOCK,
    DETAILS,
    FIELDS,
    HOLDERS,
    LET,
    NAMED_LINES,
    OPENINGS,
    PLATFORM_NAMES,
    FieldKind,
)
from scn_grammar.line_shapes import LineKind
from scn_grammar.recovery.mistake import Diagnosis, Mistake, replacement, unquoted

WORD = lazy_pattern(r"[^\W\d][\w'’-]*")
_HOLDERS = "|".join((*HOLDERS, LET))
_NAMED = lazy_pattern(r"([^\W\d][\w -]{0,30}?)[ \t\xa0]*([:=：])")
_VARIABLE = lazy_pattern(
    rf"({_HOLDERS})(?::?[ \t\xa0]++)([^=:\s][^=:]*?)(?<![ \t\xa0])"
    r"(?:[ \t\xa0]*+(?::=|==?|:)|[ \t\xa0]++(?:is|to|->))[ \t\xa0]*+(?=\S)"
)
_LET_IN_PROSE = lazy_pattern(
    r"let(?:[ \t\xa0]+(?:me|us|him|her|them|it|you|this|that|the|my|an?)\b"
    r"|(?![^=:]*[=:])(?![ \t\xa0]+\w+[ \t\xa0]+(?:\S*\d\S*|[\"'].*|(?-i:[A-Z])\S*)$))",
    re.IGNORECASE,
)
"""`let` at the start of a sentence, not of a value."""

_SIGN = lazy_pattern(r"[ \t\xa0]*[-–;,=][ \t\xa0]+|[;,][ \t\xa0]*")
_ALIASES = {
    "active": "is_active",
    "enabled": "is_active is_enabled",
    "about": "description",
    "info": "description",
    "title": "name",
    "scenario": "name title test test_case testcase scenario_name scenario_outline scenario_template",
    "role": "persona character who system_prompt",
    "language": "lang locale scenario_language",
    "expect": "expected expected_outcome expected_outcome_prompt outcome assert assertion assertions nl_assertions",
    "tags": "tag labels",
    "folder": "folder_path",
    "purpose": "description",
    "notes": "comment note",
    "tools": "tool_ids tool",
    "expect_call": "tool call expected_call tool_call",
    "profile": "test_profile",
    "phone": "phone_number",
    "assistant": "assistant_id",
    "max_duration": "duration timeout max_time",
    "reason": "reason_for_call",
    "knows": "known_info",
    "unknown": "unknown_info",
    "instructions": "task_instructions",
    "direction": "conversation_direction",
    "medium": "conversation_medium",
    "history": "message_history initialization_actions",
    "by": "requestor",
    "call_id": "tool_call_id action_id",
    "compare": "compare_args",
    "guide_video": "youtube_url",
    "video": "video_url",
    "setup": "setup_steps",
    "setup_time": "setup_time_minutes",
    "follow_up": "follow_ups followup followups",
    "question": "common_questions questions",
    "topic": "common_topics topics",
    "trade_service": "trade_service_id",
}
_NOT_SAY = frozenset(
    "day pay way may lay ray bay hay stay sad sat saw sap sag soy shy sky so to no go".split()
)
"""English words that are unlikely to mean `say` or `do`."""

_SHORT = ("row", "rows")
"""Names too short to compare with a misspelled one, except for the order of their letters."""

_BELOW = {"caller_tool": {"type": "kind", "name": "title"}, "expect_call": {"id": "call_id"}}
"""Platforms' names for fields of a record that mean something else outside it."""

_FIELDS_OF: dict[str, tuple[str, ...]] = {}
for _field, _aliases in _ALIASES.items():
    for _alias in _aliases.split():
        _FIELDS_OF[_alias] = (*_FIELDS_OF.get(_alias, ()), _field)
_NEAR_SAY = lazy_pattern(r"[axz]ay|s[qwsz]y|sa[tughj]", re.IGNORECASE)
"""`say` with a neighboring key in place of a letter."""
_PAYLOAD_KEYS = {
    "dynamic_variables": "write one `given NAME = VALUE` line for each variable",
    "scenario_set_id": "write `eqho.scenario_set_id: …`, with the value as JSON",
}
"""Payload keys without a field, each with its hint."""

PASSED_ON = {
    "inbound_phone_number": "cekura",
    "generated_mock_tool_entries": "cekura",
    "functions": "cekura",
    "key": "cekura",
    "frequency": "cekura",
}
"""Payload keys that a script passes through as `PLATFORM.KEY: JSON`, each with its platform."""


_VALUES = {
    FieldKind.INTEGER: r"\d",
    FieldKind.ID: r"\w",
    FieldKind.IDS: r"\w",
    FieldKind.NUMBER: r"\d",
    FieldKind.MILLISECONDS: r"\d",
    FieldKind.DURATION: r"\d",
    FieldKind.CHOICE: r"(?i:yes|no|true|false|on|off)\b",
    FieldKind.WORD: r"\S+$",
    FieldKind.JSON: r"[\[{\"\d]",
    FieldKind.FILE: r"[\w./\\ -]*\w\.[A-Za-z0-9]{1,6}[>;)\"']*$",
    FieldKind.SIGNATURE: r"[A-Za-z_][\w-]*[ ]*(?:\(.*)?$",
    FieldKind.CALL: r"[A-Za-z_][\w-]*[ ]*(?:\(.*|as[ ]+\S+)?$",
    FieldKind.CELLS: r".*[ \t]\|(?:[ \t]|$)",
}
"""Pattern of the start of a value, by the type of its field; other values are words."""


def _fits(name: str, value: str) -> bool:
    """Tell whether `value` fits the field `name`: a field of another type is never suggested."""
    bare = value.strip().strip("\"'“”[]., ")
    return (
        not bare or re.match(_VALUES.get(NAMED_LINES[name].kind, r".*[^\W\d]"), bare, re.DOTALL) is not None
    )


def _takes(name: str, value: str, above: str) -> bool:
    """Tell whether words without a colon are the field `name` and its value, not a sentence that starts with `name`."""
    return name in NAMED_LINES and _belongs(name, above) and _fits(name, value)


def _belongs(name: str, above: str) -> bool:
    """Tell whether the field `name` is allowed below `above`; fields of the scenario are, as they end a record or block."""
    under = NAMED_LINES[name].under
    return not under or above in under


def fields_of(above: str) -> str:
    """Write the hint that lists the fields for this place."""
    own = [f"`{name}`" for name, spec in FIELDS.items() if above in spec.under]
    listed = "run `scn explain unknown-field` to see all fields"
    if not own or above == BLOCK:
        return listed
    names = ", ".join(own[:6]) + (", …" if len(own) > 6 else "")
    return f"use one of {names}; {listed}"


def misspelt_name(line: str, start: int, above: str = "") -> Diagnosis | None:
    """Diagnose a line by the name at `start`; `None` if it resembles no name or keyword."""
    if diagnosis := _variable(line) or _misspelt_holder(line):
        return diagnosis
    word = WORD.match(line, start)
    if named := _NAMED.match(line, start):
        diagnosis = _misspelt_field(line, named[1], named.end(), above)
        if diagnosis or not word or named.end(1) == word.end():
            return diagnosis
    if not word or word[0] in OPENINGS:
        return None
    rest = line[word.end() :].strip()
    name = word[0]
    if rest and not named and _takes(name.casefold(), rest, above):
        meant = f"{name.casefold()}:"
        sign = _SIGN.match(line, word.end())
        end = sign.end() - 1 if sign and sign[0][-1:] in " \t\xa0" else sign.end() if sign else word.end()
        rest = unquoted(line[end:])
        edits = replacement(start, len(line), f"{meant} {rest}")
        mistake = Mistake("missing-colon", f"missing `:` after `{name}`", Span(start, word.end()),
                    f"write `{meant} {rest[:60]}`", edits, f"write `{meant}`",
                    safe=not NAMED_LINES[name.casefold()].under)  # fmt: skip
        return LineKind.DETAIL if meant[:-1] in DETAILS else LineKind.SETTING, mistake
    if not line.startswith("end call") and nearest(line, ("end call",), 0.8):
        mistake = Mistake("misspelt-keyword", f"unknown keyword `{line}`", Span(0, len(line)),
                    "write `end call`", replacement(0, len(line), "end call"), "write `end call`")  # fmt: skip
        return LineKind.ACTION, mistake
    if rest and name.casefold() != "say" and sorted(name.casefold()) == sorted("say"):
        message, title = f"unknown keyword `{name}`", "write `say:`"
        edits = replacement(start, word.end(), "say:")
        return LineKind.ACTION, Mistake(
            "misspelt-keyword", message, Span(start, word.end()), title, edits, title, safe=False
        )
    opening = nearest(name, OPENINGS if rest else ("FIRST_MESSAGE", "THEN"), 0.74) or nearest(
        name, OPENINGS, 0.74
    )
    if opening is None or (opening == "THEN" and rest):
        return None
    mistake = Mistake("misspelt-keyword", f"unknown keyword `{name}`", Span(start, word.end()),
                f"write `{opening}`", replacement(start, word.end(), opening), f"write `{opening}`")  # fmt: skip
    return LineKind.OPENING, mistake


def _variable(line: str) -> Diagnosis | None:
    holder = re.match(rf"({_HOLDERS})(?=[ \t\xa0:=]|$)", line, re.IGNORECASE)
    if (
        not holder
        or (holder[1].casefold() == "caller" and line[6:7] in (":", ""))
        or _LET_IN_PROSE.match(line)
    ):
        return None
    if holder[1] != (meant := holder[1].casefold()):
        message, title = f"`{holder[1]}` must be lowercase", f"write `{meant}`"
        span = Span(*holder.span(1))
        return LineKind.SETTING, Mistake(
            "wrong-case-keyword", message, span, title, replacement(*span, meant), title
        )
    if mistake := _missing_equals(line):
        return LineKind.SETTING, mistake
    written = _VARIABLE.match(line)
    if not written:
        message = f"`{holder[1]}` needs a name, `=` and a value"
        pair = line.split(maxsplit=2)
        two = len(pair) == 3 and "=" not in line and ":" not in line
        meant = f"{pair[0]} {pair[1]} = {pair[2]}" if two else f"{holder[1]} order_id = 4471"
        edits = replacement(0, len(line), meant) if two else ()
        mistake = Mistake("bad-field-value", message, Span(0, len(line)), f"write `{meant}`", edits, f"write `{meant}`",
                    safe=False)  # fmt: skip
        return LineKind.SETTING, mistake
    typed = written[2].rstrip()
    bare = " ".join(re.sub(r"[\"'\\\x00-\x1f]+", " ", typed).split())
    if not bare:
        return None
    name = bare if re.fullmatch(r"[^\s=\":]+", bare) else json.dumps(bare, ensure_ascii=False)
    if holder[1] == LET and (signed := re.fullmatch(r"\$\{?(\w+)\}?", name)):
        name = signed[1]
    meant = f"{holder[1]} {name} = "
    why = f"expected `{holder[1]} NAME = VALUE`"
    if name.startswith('"'):
        is_quoted = typed[:1] == '"' == typed[1:][-1:]
        why = "a name in quotes must be a JSON string" if is_quoted else "a name with spaces needs quotes"
    mistake = Mistake("bad-field-value", why, Span(0, written.end()), f"write `{meant}…`",
                replacement(0, written.end(), meant), f"write `{meant}…`")  # fmt: skip
    return LineKind.SETTING, mistake


def _misspelt_holder(line: str) -> Diagnosis | None:
    """Explain a misspelled variable keyword: `mocks get_order = …`."""
    words = re.match(r"([a-z_]{3,12})[ \t\xa0]+[^\s=:\"]+[ \t\xa0]*=[ \t\xa0]*\S", line)
    meant = nearest(words[1], (*HOLDERS, LET), 0.66 if len(words[1]) < 4 else 0.75) if words else None
    if words is None or meant is None:
        return None
    span = Span(*words.span(1))
    message, title = f"unknown keyword `{words[1]}`", f"write `{meant}`"
    edits = replacement(*span, meant)
    return LineKind.SETTING, Mistake("misspelt-keyword", message, span, title, edits, title, safe=False)


def _missing_equals(line: str) -> Mistake | None:
    """Explain a variable without its `=`: `mock get_order {"a": 1}`."""
    pair = re.match(rf"({_HOLDERS})[ \t\xa0]+([^\s=:\"]+)[ \t\xa0]+(?=[\[{{\"])", line)
    if not pair:
        return None
    message, title = f"missing `=` between `{pair[2]}` and its value", f"write `{pair[1]} {pair[2]} = …`"
    edits = replacement(pair.end(), pair.end(), "= ")
    return Mistake("bad-field-value", message, Span(0, pair.end(2)), title, edits, title)


def _misspelt_field(line: str, name: str, end: int, above: str) -> Diagnosis | None:
    written = name.strip()
    start = line.index(written)
    span = Span(start, start + len(written))
    folded = _snake_case(written)
    if folded in _PAYLOAD_KEYS:
        return LineKind.SETTING, Mistake(
            "unknown-field", f"unknown field `{written}`", span, _PAYLOAD_KEYS[folded]
        )
    if folded in PASSED_ON:
        return LineKind.SETTING, _passed_on(line, written, folded, span, end)
    exact = folded if folded in (*NAMED_LINES, "say", "do") else None
    if above == BLOCK and folded in ("instruction", "prompt", "task"):
        exact = "do"
    meant = exact or _closest_field(written, line[end:], above)
    if meant is None or (written == meant and line[end - 1] == ":"):
        return None
    kind = LineKind.DETAIL if meant in DETAILS else LineKind.SETTING
    kind = LineKind.ACTION if meant in ("say", "do") else kind
    blank = "" if line[end : end + 1] in (*BLANKS, "") or line[end - 1] == ":" else " "
    edits, title = replacement(start, end, f"{meant}:{blank}"), f"write `{meant}:`"
    if folded in ("topics", "common_topics") and "," in line and "\n" not in line:
        return kind, _one_line_each(line, written, span, end, meant)
    if written == meant:
        return kind, Mistake("missing-colon", f"missing `:` after `{meant}`", span, title, edits, title)
    if exact and written.casefold() == meant:
        return kind, Mistake(
            "wrong-case-keyword", f"`{written}` must be lowercase", span, title, edits, title
        )
    problem = "misspelt-keyword" if kind is LineKind.ACTION else "unknown-field"
    what = "keyword" if kind is LineKind.ACTION else "field"
    safe = (bool(exact) and exact == folded) or sorted(folded) == sorted(meant)
    hint, title = f"did you mean `{meant}:`?", f"replace with `{meant}:`"
    return kind, Mistake(problem, f"unknown {what} `{written}`", span, hint, edits, title, safe)


def _passed_on(line: str, written: str, key: str, span: Span, end: int) -> Mistake:
    """Explain a payload key to pass through: `inbound_phone_number: 88`."""
    value = line[end:].strip()
    try:
        json.loads(value)
    except ValueError:
        value = json.dumps(unquoted(value), ensure_ascii=False)
    meant = f"{PASSED_ON[key]}.{key}: {value}"
    edits, title = replacement(0, len(line), meant), f"write `{meant[:70]}`"
    return Mistake("unknown-field", f"unknown field `{written}`", span, title, edits, title, safe=False)


def mistake_below(record: str, line: str) -> Mistake | None:
    """Explain a field of a record under the platform's name for it: `type: …` below a `caller_tool:`."""
    named = re.match(r"(\w+)[ \t\xa0]*[:=]", line)
    meant = _BELOW.get(record, {}).get(named[1].casefold()) if named else None
    if named is None or meant is None:
        return None
    message, hint = f"unknown field `{named[1]}`", f"did you mean `{meant}:`?"
    edits, span = replacement(0, named.end(), f"{meant}:"), Span(*named.span(1))
    return Mistake("unknown-field", message, span, hint, edits, f"replace with `{meant}:`", safe=False)


def _snake_case(written: str) -> str:
    """Convert a name to snake case: `followUps`, `Follow ups` and `follow-ups` are the same."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", written)
    return words.casefold().replace(" ", "_").replace("-", "_")


def meant_field(line: str, above: str) -> str | None:
    """Find the field that a line starts with, or was meant to; `None` if its name resembles no field."""
    named = _NAMED.match(line)
    name = named[1].strip() if named else ""
    meant = _snake_case(name) if _snake_case(name) in NAMED_LINES else None
    return meant or (_closest_field(name, line[named.end() :], above) if named else None)


def _closest_field(written: str, value: str, above: str) -> str | None:
    """Find the field or action that an unknown name was meant to be; its value and `above` decide between several."""
    meant = _FIELDS_OF.get(_snake_case(written), ())
    if "expect_call" in meant:
        is_call = re.match(r"[ \t\xa0]*[\w.-]+\(", value) is not None
        meant = ("expect_call",) if is_call else tuple(name for name in meant if name != "expect_call")
    own = [name for name in meant if above and above in FIELDS[name].under]
    if meant:
        fitting = [name for name in meant if not FIELDS[name].under or len(meant) == 1]
        return next(iter((*own, *fitting)), None)
    known = [name for name in NAMED_LINES if _belongs(name, above) and _fits(name, value)]
    actions = () if written.casefold() in _NOT_SAY else ("say", "do")
    if above == BLOCK and _NEAR_SAY.fullmatch(written):
        return "say"
    if swapped := next((name for name in _SHORT if sorted(name) == sorted(written.casefold())), None):
        return swapped if swapped in known else None
    close = nearest(written, (*known, *actions), 0.62)
    return close if close in actions or nearest(written, known, 0.72) else None


def _one_line_each(line: str, written: str, span: Span, end: int, meant: str) -> Mistake:
    """Explain a list that needs one line for each entry: `topics: a, b`."""
    parts = [part.strip() for part in line[end:].split(",") if part.strip()]
    edits = replacement(0, len(line), "\n".join(f"{meant}: {part}" for part in parts))
    return Mistake("unknown-field", f"unknown field `{written}`", span, f"write one `{meant}: …` line for each entry",
                edits, f"write one `{meant}:` line for each entry", safe=False,
                read_as=replacement(span.start, end, f"{meant}: "))  # fmt: skip


def platform_mistake(line: str) -> Mistake | None:
    """Explain a passed-through value with a wrong platform name, or without its colon: `Cekura.key: …`, `cekura.key …`."""
    named = re.match(r"([A-Za-z][\w-]*)\.([\w$.-]+)[ \t\xa0]*(:)?", line)
    platform = nearest(named[1], PLATFORM_NAMES) if named else None
    if named is None or platform is None:
        return None
    if named[3] and platform != named[1]:
        title = f"write `{platform}`"
        name, message = "misspelt-keyword", f"unknown platform `{named[1]}`"
        if named[1].casefold() == platform:
            name, message = "wrong-case-keyword", f"`{named[1]}` must be lowercase"
        return Mistake(
            name, message, Span(0, named.end(1)), title, replacement(0, named.end(1), platform), title
        )
    key, value = f"{platform}.{named[2]}", line[named.end() :].strip(" =\t\xa0")
    hint = f"write `{key}: …`, with the value as JSON"
    edits = replacement(0, len(line), f"{key}: {value}") if value[:1] in ("[", "{", '"') else ()
    typed = named[0].strip()
    message = f"missing `:` and JSON value after `{typed}`"
    if value and line[named.end() :].startswith("="):
        message = f"expected `:` after `{typed}`, not `=`"
    elif edits or re.match(r"-?\d|(?:true|false|null)$", value):
        message = f"missing `:` after `{typed}`"
    return Mistake("missing-colon", message, Span(0, len(typed)), hint, edits, f"write `{key}:`")
