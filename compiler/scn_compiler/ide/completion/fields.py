"""Completion of fields, variables and platform values: names and values."""

import re
from collections.abc import Iterator

from scn_compiler.ide.completion.item import (
    CompletionItem,
    CompletionKind,
    LineStart,
    completion_item,
    literal,
)
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.cursor.line import lines_above
from scn_compiler.ide.cursor.scope import values_of
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import duration_in_seconds
from scn_compiler.platforms import all_targets
from scn_compiler.semantics.field_values import CHOICES
from scn_compiler.semantics.tool_calls import Call, read_call
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.vocabulary import BLOCK, FIELDS, HOLDERS, NAME_TABLES, FieldKind
from scn_grammar.items import record_above
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, head_of, parts_of

_KEYWORD = lazy_pattern(r'contains[ \t\xa0]+"((?:\\.|[^"\\])*)"')

_USED = "used elsewhere in this file"

_MAX_VALUES = 50
"""The maximum number of values from elsewhere in the file."""


def fields(context: CursorContext, given: frozenset[str]) -> Iterator[LineStart]:
    """Yield the fields that aren't set yet; fields that the target doesn't support come last, and say so."""
    last: list[LineStart] = []
    record = record_above(fields_above(context))
    for name, spec in FIELDS.items():
        if not (record in spec.under if spec.under else _may_be_set(context, name, given)):
            continue
        topic = Topic("field", name)
        if name in context.docs.keys or name == "target" or (name == "suite" and _has_suites(context)):
            yield LineStart(f"{name}:", CompletionKind.FIELD, f"{name}: ", topic, context.meaning(name))
        else:
            detail = f"{context.meaning(name)}; not supported by {context.docs.document}"
            last.append(LineStart(f"{name}:", CompletionKind.FIELD, f"{name}: ", topic, detail))
    yield from _holders(context, context.docs.holders)
    yield from _passed(context)
    if context.line.before:
        yield from last
        yield from _holders(context, tuple(each for each in HOLDERS if each not in context.docs.holders))


def _has_suites(context: CursorContext) -> bool:
    platform = context.target.platform
    return any(target.holds_many for target in all_targets().values() if target.platform == platform)


def fields_above(context: CursorContext) -> Iterator[str]:
    """Yield the fields above the line at the cursor, nearest first, up to the first line that isn't a field."""
    for line in lines_above(context.line.text, context.line.logical_start):
        if line.kind not in (*SILENT, LineKind.CONTINUATION):
            parts = parts_of(line.text)
            if parts is None or parts.keyword not in FIELDS:
                return
            yield parts.keyword


def details(context: CursorContext) -> Iterator[LineStart]:
    """Yield the details that the target accepts in a block."""
    for name, spec in FIELDS.items():
        if BLOCK in spec.under and name in context.docs.keys:
            yield LineStart(
                f"{name}:", CompletionKind.FIELD, f"{name}: ", Topic("field", name), context.meaning(name)
            )


def _may_be_set(context: CursorContext, name: str, given: frozenset[str]) -> bool:
    """Return whether a field may be set here: once; in the head, if it applies to the file; blocks or instructions."""
    scope = context.scope
    match name:
        case "scenario":
            return False
        case "role":
            return not given & {"role", "instructions"}
        case "instructions":
            whole = replace(scope, start=0, end=len(scope.text)) if scope.is_head else scope
            return not given & {"role", "instructions"} and not whole.has_block()
        case _ if FIELDS[name].kind in (FieldKind.STATEMENT, FieldKind.RECORD):
            return True
    return name not in given and not (FIELDS[name].of_file and scope.has_titles and not scope.is_head)


def _holders(context: CursorContext, holders: tuple[str, ...]) -> Iterator[LineStart]:
    for holder in holders:
        place = "" if holder in context.docs.holders else f"; not supported by {context.docs.document}"
        snippet = f"{holder} $1 = $2"
        detail = context.meaning(holder) + place
        yield LineStart(holder, CompletionKind.FIELD, snippet, Topic("keyword", holder), detail)


def _passed(context: CursorContext) -> Iterator[LineStart]:
    """Yield the platform's keys that aren't set yet; keys of the whole payload only in the head."""
    scope = context.scope
    for key, passed in context.docs.passed.items():
        name = f"{context.target.platform}.{key}"
        fits = passed.above == scope.is_head or not scope.has_titles
        if fits and scope.text.find(f"{name}:", scope.start, scope.end) == -1:
            snippet = f"{literal(name)}: {passed.template}"
            yield LineStart(f"{name}:", CompletionKind.FIELD, snippet, Topic("passed", key), passed.summary)


def passed_keys(context: CursorContext, replace_after: int) -> Iterator[CompletionItem]:
    """Yield the platform's keys, after its name and a dot."""
    before = context.line.before
    for each in _passed(context):
        if each.label.startswith(before.casefold().split(".")[0] + "."):
            yield completion_item(
                context,
                each.label,
                each.kind,
                each.snippet,
                len(before),
                replace_after=replace_after,
                detail=each.detail,
                topic=each.topic,
            )


def new_variables(
    context: CursorContext, holder: str, prefix: str, replace_after: int
) -> Iterator[CompletionItem]:
    """Yield the variables that the file uses but doesn't declare."""
    if re.search(r"[\s=:]", prefix):
        return
    settings = context.scope.settings()
    for name in context.scope.variables():
        if name not in settings.given and name not in settings.caller:
            detail = f"`{{{{test_profile.{name}}}}}` is used in this file"
            snippet = f"{name} = $1"
            yield completion_item(
                context,
                name,
                CompletionKind.VARIABLE,
                snippet,
                len(prefix),
                replace_after=replace_after,
                detail=detail,
                topic=Topic("keyword", holder),
            )


def field_values(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield the values for the field at the cursor."""
    line = context.line
    name = line.keyword
    if name not in FIELDS or line.is_raw or line.is_continuation:
        return
    prefix, listed = line.value_before, tuple[str, ...]()
    if FIELDS[name].kind in (FieldKind.TEXTS, FieldKind.IDS):
        *before, prefix = prefix.split(",")
        behind = line.after.partition(",")[2].split(",")
        prefix, listed = prefix.lstrip(), tuple(entry.strip() for entry in (*before, *behind))
    word = re.match(r"[^,]*" if FIELDS[name].kind in (FieldKind.TEXTS, FieldKind.IDS) else r".*", line.after)
    rest = word[0] if word else ""
    gap = " " if line.before[-1:] in (":", ",") else ""
    for value, detail, topic in _values(context, name):
        if value in listed or not _can_continue(value, prefix, rest):
            continue
        yield completion_item(
            context,
            value,
            CompletionKind.TEXT if value.endswith(" ") or detail == _USED else CompletionKind.VALUE,
            gap + literal(value),
            len(prefix),
            replace_after=len(rest.rstrip())
            if " " not in prefix.strip() and re.fullmatch(r"[\w.-]*\s*", rest)
            else 0,
            detail=detail,
            filter=f"{value} {detail}" if name == "language" else value,
            topic=topic,
        )


def _can_continue(value: str, prefix: str, rest: str) -> bool:
    """Return whether the text so far can become `value`: it is one word, or the start of `value`."""
    if rest.strip() and not re.fullmatch(r"[\w.-]*\s*", rest):
        return False
    if " " in value or " " in prefix:
        return value.casefold().startswith(prefix.casefold()) and value != prefix and not rest.strip()
    return True


def _values(context: CursorContext, name: str) -> Iterator[tuple[str, str, Topic | None]]:
    docs = context.docs
    match name:
        case "language":
            near = ("en", *values_of(context.script.text, name, context.line.logical_start))
            for code in sorted(docs.languages, key=lambda code: code not in near):
                yield code, docs.languages[code], Topic("language", code)
        case "target":
            for target in all_targets().values():
                yield target.name, target.summary, Topic("target", target.name)
        case "tools":
            for tool, summary in docs.tools.items():
                yield tool, summary, Topic("tool", tool)
        case "max_duration":
            for duration in docs.durations:
                yield duration, duration_in_seconds(duration), Topic("duration", duration)
        case "expect":
            for beginning in docs.expectations:
                yield beginning, "", None
        case "scenario" | "suite" | "purpose" | "notes" | "instructions":
            return
        case "compare":
            alone = "," not in context.line.content
            yield from ((word, "", None) for word in docs.values.get(name, ()) if alone)
            yield from ((each, "an argument of the call", None) for each in _arguments(context))
        case "weights":
            for keyword in _keywords(context):
                yield from ((f"{keyword} {level}", "", None) for level in docs.values.get(name, ()))
        case _ if name in NAME_TABLES and context.script.config.names:
            table = NAME_TABLES[name]
            names = (each for each in context.script.config.names if each.kind == table)
            yield from ((each.name, f"{each.id}", None) for each in names)
        case _ if FIELDS[name].kind is FieldKind.CHOICE:
            yield from ((word, "", None) for word in CHOICES)
        case _:
            known = docs.values.get(name, ())
            yield from ((word, "", None) for word in known)
            used = (value for value in _values_in_file(context, name) if value not in known)
            yield from ((value, _USED, None) for value in used)


def _arguments(context: CursorContext) -> tuple[str, ...]:
    """Return the argument names of the `expect_call:` that the line belongs to."""
    call = read_call(_value_above(context, "expect_call:"))
    return tuple(call.arguments) if isinstance(call, Call) else ()


def _keywords(context: CursorContext) -> tuple[str, ...]:
    """Return the keywords in the trigger of the block."""
    return tuple(re.sub(r"\\(.)", r"\1", found) for found in _KEYWORD.findall(_value_above(context, "WHEN")))


def _value_above(context: CursorContext, head: str) -> str:
    """Return the value of the nearest logical line above whose head ends with `head`."""
    parts: list[str] = []
    for line in lines_above(context.line.text, context.line.logical_start):
        if line.kind is LineKind.CONTINUATION:
            parts.append(line.text.lstrip("|").strip())
        elif head_of(line.text).endswith(head):
            return " ".join((line.text.partition(head)[2], *reversed(parts))).strip()
        elif line.kind is LineKind.OPENING:
            break
        elif line.kind not in SILENT:
            parts.clear()
    return ""


def _values_in_file(context: CursorContext, name: str) -> tuple[str, ...]:
    """Return the values of a field elsewhere in the file; for a list, its entries."""
    found = values_of(context.script.text, name, context.line.logical_start)
    if FIELDS[name].kind in (FieldKind.TEXTS, FieldKind.IDS):
        found = tuple(
            dict.fromkeys(entry.strip() for value in found for entry in value.split(",") if entry.strip())
        )
    return found[:_MAX_VALUES]


def passed_value(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield a template for the JSON value of a platform's key."""
    line = context.line
    platform, _, key = line.keyword.partition(".")
    passed = context.docs.passed.get(key) if platform == context.target.platform else None
    if passed and not line.is_continuation and not line.value_before and not line.value_after:
        gap = " " if line.before.endswith(":") else ""
        yield completion_item(
            context,
            passed.template.split("$")[0] + "…",
            CompletionKind.BLOCK,
            gap + passed.template,
            0,
            detail=passed.summary,
            topic=Topic("passed", key),
        )
