"""A number that is sent differently from how it is written: `1.10` as `1.1`, `007` as `7`. Versions and codes are text."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_compiler.semantics.field_values import ZEROS_BEFORE, read_variable
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Field, Variable
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import FIELDS, FieldKind

_NUMBER = lazy_pattern(r"-?(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][+-]?\d++)?")
_LARGEST = 2**53
"""Above it, programs that read numbers as JavaScript does can't represent every whole number."""

_LONGEST = 300
"""Digits; longer numbers are larger than any number that programs calculate with."""

_FIRST_CHARACTERS = tuple("-0123456789")


@rule(blocks=ANY)
def number_spelling(context: RuleContext) -> Iterator[Diagnostic]:
    for setting in (*context.script.defaults, *context.scenario.scenario.settings):
        if isinstance(setting, Variable) and setting.value.value[:1] in _FIRST_CHARACTERS:
            yield from _check_variable(setting)
        elif (
            isinstance(setting, Field)
            and setting.value.value[:1] in _FIRST_CHARACTERS
            and FIELDS[setting.name].kind is FieldKind.INTEGER
            and ZEROS_BEFORE.fullmatch(setting.value.value)
        ):
            text = setting.value
            number = str(int(text.value)) if len(text.value) < 20 else "…"
            fix = Fix(f"replace with `{number}`", (Edit(setting.place(text.span), number),))
            message = f"`{text.value}` is sent as `{number}`: numbers can't have leading zeros"
            yield report("bad-field-value", setting.place(text.span), message, f"replace with `{number}`",
                         severity=Severity.WARNING, fix=fix)  # fmt: skip


def _check_variable(variable: Variable) -> Iterator[Diagnostic]:
    text = variable.value.value
    span = variable.place(variable.value.span)
    if ZEROS_BEFORE.fullmatch(text):
        plain = _plain(text)
        message = f"`{_shown(text)}` is text here: numbers can't have leading zeros"
        hint = f'write `"{_shown(text)}"` for the text, or `{_shown(plain)}` for the number'
        fix = Fix(f'replace with `"{_shown(text)}"`', (Edit(span, f'"{text}"'),))
    elif _NUMBER.fullmatch(text) and (sent := _sent(text)) not in (text, ""):
        message = f"`{_shown(text)}` is sent as `{_shown(sent)}`"
        hint = f'write `"{_shown(text)}"` to keep these characters, or `{_shown(sent)}` for the number'
        if sent.startswith("about"):
            message = f"`{_shown(text)}` is too large for many programs, which read it as {sent}"
            hint = f'write `"{_shown(text)}"`: a number this long is usually an id'
        fix = Fix(f'replace with `"{_shown(text)}"`', (Edit(span, f'"{text}"'),), safe=False)
    else:
        return
    whole = variable.value.is_unbroken(0, len(text))
    yield report(
        "bad-field-value", span, message, hint, severity=Severity.WARNING, fix=fix if whole else None
    )


def _sent(text: str) -> str:
    """Print a number the way JavaScript does; `about …` for a whole number that is rounded.

    Empty for digits that are too many for a number.
    """
    value = read_variable(text)
    if isinstance(value, str) or len(text) > _LONGEST:
        return ""
    number = float(value)
    if isinstance(value, int) and abs(value) > _LARGEST:
        return f"about `{number:.0e}`"
    if number == int(number) and abs(number) <= _LARGEST:
        return str(int(number))
    return repr(number)


def _plain(text: str) -> str:
    """Remove the leading zeros of a number."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    plain = digits.lstrip("0")
    return sign + (plain if plain[:1].isdigit() else f"0{plain}")


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
