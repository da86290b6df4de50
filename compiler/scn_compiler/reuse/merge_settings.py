"""Merges the settings of a scenario with those of the fragments that it inserts."""

import json

from scn_compiler.reuse.inserts import Body
from scn_compiler.reuse.library import INSERTED
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import Field, PlatformValue, Setting, Text, Variable
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, FieldKind

LISTS = (FieldKind.TEXTS, FieldKind.IDS)
"""The kinds of fields that several lines extend, where the lines come from different places."""

_REPEATED = (FieldKind.STATEMENT, FieldKind.RECORD)


def merge_body(body: Body, found: list[Diagnostic]) -> tuple[Setting, ...]:
    """Merge the settings of a scenario, so that each is set once.

    A scenario overrides the fields of a fragment, and a fragment those of one that it inserts; lists are extended. Two
    fragments that set one field to different values are reported in `found`.
    """
    settings = body.settings
    if all(depth == 0 for depth, _ in settings):
        return tuple(setting for _, setting in settings)
    kept: list[Setting] = []
    index: dict[tuple[str, ...], tuple[int, int]] = {}
    for depth, setting in settings:
        key = _key(setting)
        if key is None or key not in index:
            if key is not None:
                index[key] = (len(kept), depth)
            kept.append(setting)
            continue
        at, before = index[key]
        first = kept[at]
        if isinstance(first, Field) and isinstance(setting, Field) and FIELDS[first.name].kind in LISTS:
            if depth == 0 and before == 0:
                kept.append(setting)
            else:
                kept[at] = joined(first, setting)
        elif depth < before:
            kept[at] = setting
            index[key] = (at, depth)
        elif depth == before == 0 or first.origin is setting.origin:
            kept.append(setting)
        elif depth == before and _text(first) != _text(setting):
            found.append(_conflict(first, setting))
    return tuple(kept)


def _key(setting: Setting) -> tuple[str, ...] | None:
    """Return what a setting sets; `None` if several lines may set it."""
    match setting:
        case Field(name=name):
            spec = FIELDS.get(name)
            return None if spec is None or spec.under or spec.kind in _REPEATED else (name,)
        case Variable(holder=holder, name=name):
            return holder, name
        case PlatformValue(platform=platform, key=key):
            return platform, key, ""


def _text(setting: Setting) -> str:
    return (setting.json if isinstance(setting, PlatformValue) else setting.value).value


def joined(first: Field, second: Field) -> Field:
    """Join two lists to one: as plain text where that is possible, because names of ids aren't JSON."""
    plain = [_plain_list(each) for each in (first, second)]
    if None not in plain:
        value = ", ".join(filter(None, plain))
        return replace(first, value=Text(value=value, span=first.value.span), raw=False)
    entries = [*_entries(first), *_entries(second)]
    return replace(
        first, value=Text(value=json.dumps(entries, ensure_ascii=False), span=first.value.span), raw=True
    )


def _plain_list(field: Field) -> str | None:
    """Write a list without JSON; `None` if its entries aren't numbers."""
    if not field.raw:
        return field.value.value
    entries = _entries(field)
    is_plain = FIELDS[field.name].kind is FieldKind.IDS and all(type(each) is int for each in entries)
    return ", ".join(map(str, entries)) if entries and is_plain else None


def _entries(field: Field) -> list[object]:
    from scn_compiler.semantics.field_values import FIELD_READERS, read_json_value  # noqa: PLC0415

    try:
        value = (
            read_json_value(field.name, field.value.value)
            if field.raw
            else FIELD_READERS[FIELDS[field.name].kind](field.value.value)
        )
    except ValueError:
        return []
    return value if isinstance(value, list) else []


def _conflict(first: Setting, second: Setting) -> Diagnostic:
    name = (
        first.name
        if isinstance(first, Field)
        else f"{first.holder} {first.name}"
        if isinstance(first, Variable)
        else f"{first.platform}.{first.key}"
    )
    here = _inserted(second)
    message = f"two fragments set `{name}` to different values"
    hint = f"set `{name}` in the scenario: its own line wins"
    related = (Related("one is here", first.whole), Related("the other is here", second.whole))
    return report("duplicate-field", here, message, hint, related=related)


def _inserted(setting: Setting) -> Span:
    """Return the line that inserts a setting."""
    chain = setting.origin.chain if setting.origin else ()
    return next((step.span for step in chain if step.message == INSERTED), setting.whole)
