"""A list in the syntax of another format: quotes around its entries, or something other than commas between them."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Field
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.vocabulary import FIELDS, FieldKind

_LISTS = frozenset(name for name, spec in FIELDS.items() if spec.kind in (FieldKind.TEXTS, FieldKind.IDS))
_UNUSUAL = lazy_pattern(r"""["'“”„‘’«»`;|\t，、；#]|\s/\s|\s&\s""")
_QUOTED = lazy_pattern(r"""(["'`])([^"'`]+)\1|[“„]([^“”„]+)[”“]|«\s*([^«»]+?)\s*»|‘([^‘’]+)’""")
_SEPARATOR = lazy_pattern(r"\s*(?:[;|，、；]+|\t+|\s&\s|\s/\s)\s*")


@rule(blocks=ANY)
def list_syntax(context: RuleContext) -> Iterator[Diagnostic]:
    for setting in (*context.script.defaults, *context.scenario.scenario.settings):
        if isinstance(setting, Field) and setting.name in _LISTS and not setting.raw:
            value = setting.value.value
            if _UNUSUAL.search(value):
                yield from _check(setting, value)


def _check(field: Field, value: str) -> Iterator[Diagnostic]:
    entries = [entry.strip() for entry in value.split(",")]
    quoted = [entry for entry in entries if _QUOTED.fullmatch(entry)]
    parted = [entry for entry in entries if len(_SEPARATOR.split(entry)) > 1 and all(_SEPARATOR.split(entry))]
    hashed = [entry for entry in entries if re.fullmatch(r"#\w[\w-]*(?:\s+#\w[\w-]*)*", entry)]
    if parted:
        sign = next(found[0].strip() or "a tab" for found in _SEPARATOR.finditer(parted[0]))
        message = f"{'a tab' if sign == 'a tab' else f'`{sign}`'} doesn't separate entries: `{parted[0][:50]}` is a single entry"
        hint = "separate entries with commas: `{0}`"
        found = _report("bad-field-value", field, message, hint, value)
        numbers = all(part.isdigit() for part in _SEPARATOR.split(parted[0]))
        yield replace(found, severity=Severity.ERROR) if numbers else found
    elif quoted:
        message = f"the quotes in `{quoted[0][:50]}` are part of the value"
        yield _report("wrong-quotes", field, message, "remove the quotes: `{0}`", value)
    elif hashed:
        message = f"`#` is part of `{hashed[0][:50]}`"
        yield _report("bad-field-value", field, message, "remove the `#`: `{0}`", value)


def _report(name: str, field: Field, message: str, hint: str, value: str) -> Diagnostic:
    parts = [part for entry in value.split(",") for part in _SEPARATOR.split(entry.strip())]
    bare = [part[1:-1].strip() if _QUOTED.fullmatch(part) else part for part in parts]
    meant = ", ".join(
        word for part in bare for word in (part.replace("#", "").split() if part[:1] == "#" else [part])
    )
    span = field.place(field.value.span)
    whole = field.value.is_unbroken(0, len(value))
    fix = Fix(f"replace with `{meant[:60]}`", (Edit(span, meant),), safe=False) if whole else None
    return report(
        name, span, message, hint.format(f"{field.name}: {meant[:60]}"), severity=Severity.WARNING, fix=fix
    )
