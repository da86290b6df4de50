"""A variable whose value starts like JSON but isn't valid JSON: it is sent as text, braces and quotes included."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_compiler.semantics.field_values import json_error, scn_spelling
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Variable

_FIRST_CHARACTERS = tuple("{[\"'TFN")


@rule(blocks=ANY)
def malformed_value(context: RuleContext) -> Iterator[Diagnostic]:
    for setting in (*context.script.defaults, *context.scenario.scenario.settings):
        if isinstance(setting, Variable) and setting.value.value[:1] in _FIRST_CHARACTERS:
            yield from _check_json(setting)


def _check_json(variable: Variable) -> Iterator[Diagnostic]:
    text = variable.value
    name = variable.name if variable.name.isidentifier() else "…"
    written = f"{variable.holder} {name}"
    if error := json_error(text.value):
        at = min(error.offset, len(text.value) - 1)
        why = error if at == error.offset else "the end is missing"
        message = f"this value starts like JSON but isn't valid, so scn reads it as text: {why}"
        hint = _hint(text.value, at, f'`{written} = "…"`')
        yield report("bad-field-value", variable.place(text.locate(at, at + 1)), message, hint,
                     severity=Severity.WARNING)  # fmt: skip
    elif (meant := scn_spelling(text.value)) is not None:
        span = variable.place(text.span)
        whole = text.is_unbroken(0, len(text.value))
        fix = Fix(f"replace with `{meant}`", (Edit(span, meant),), safe=False) if whole else None
        message = f"`{text.value}` is text here, not a value"
        hint = f'write `{meant}`, or `{written} = "{text.value}"` for the text itself'
        yield report("bad-field-value", span, message, hint, severity=Severity.WARNING, fix=fix)


def _hint(text: str, at: int, quoted: str) -> str:
    from scn_compiler.jsondoc.errors import hint_for  # noqa: PLC0415  (only a wrong value needs it)

    if text[0] in "{[":
        return hint_for(text, at) or f"correct the JSON, or put the text in quotes: {quoted}"
    if text[0] == '"' and "\\" in text:
        return r"write `\\` for each backslash, and `\"` for a quote in the text"
    return f'write `"` on each side of the text, and `\\"` for a quote in the text: {quoted}'
