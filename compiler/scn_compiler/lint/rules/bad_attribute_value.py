"""An attribute value that the platform refuses (rules 14 to 23), or that one of its documents rules out."""

import re
from collections.abc import Iterator
from typing import assert_never

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import AttributeSpec, ValueKind
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.records import Record
from scn_dsl.suggest import nearest
from scn_grammar.markup import Attribute, Tag

_NUMBER = r"\d{1,9}(?:\.\d{1,9})?|\.\d{1,9}"
_TEMPLATE = r"\{\{[^{}]*\}\}"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_VOICES = {"cartesia": _UUID, "11labs": r"[A-Za-z0-9]+"}


class _Problem(Record):
    """What is wrong with a value, what to do, and the value that was probably meant."""

    why: str
    hint: str | None
    severity: Severity = Severity.ERROR
    name: str = "bad-attribute-value"
    meant: str | None = None


@rule(blocks=PLAYED)
def bad_attribute_value(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.every_tag:
            spec = context.target.markup.tags.get(tag.name)
            for attribute in tag.attributes if spec else ():
                wanted = next((entry for entry in spec.attributes if entry.name == attribute.name), None)  # type: ignore[union-attr]
                if wanted:
                    yield from _value(words, tag, attribute, wanted)


def _value(words: Spoken, tag: Tag, attribute: Attribute, wanted: AttributeSpec) -> Iterator[Diagnostic]:
    if not attribute.quoted:
        bare = attribute.value.strip("“”„‟‘’\"'")
        typed = bare == attribute.value
        message = f"the value of `{attribute.name}` needs {'' if typed else 'plain '}quotes"
        fix = _write(words, tag, attribute, bare, safe=True) if not _problem(tag, bare, wanted) else None
        hint = f'write `{attribute.name}="{bare}"`'
        yield report(
            "bad-attribute-value", words.place(attribute.start, attribute.end), message, hint, fix=fix
        )
    elif wanted.filled and not attribute.value.strip():
        message = f"`{attribute.name}` of `<{tag.name}>` is empty"
        span = words.place(attribute.start, attribute.end)
        yield report("bad-attribute-value", span, message, "give it a value")
    elif problem := _problem(tag, attribute.value, wanted):
        message = f'`{attribute.name}="{attribute.value}"` of `<{tag.name}>`: {problem.why}'
        span = words.place(attribute.start, attribute.end)
        fix = _write(words, tag, attribute, problem.meant, safe=False) if problem.meant else None
        yield report(problem.name, span, message, problem.hint, severity=problem.severity, fix=fix)


def _write(words: Spoken, tag: Tag, attribute: Attribute, value: str, *, safe: bool) -> Fix | None:
    """The fix that gives an attribute another value."""
    if tag not in words.tags or not words.may_edit(attribute.start, attribute.end):
        return None  # it stands in the attribute of another tag, or goes on in another line
    meant = f'{attribute.name}="{value}"'
    edit = Edit(words.place(attribute.start, attribute.end), meant)
    return Fix(f"write `{meant}`", (edit,), safe)


def _problem(tag: Tag, value: str, wanted: AttributeSpec) -> _Problem | None:
    match wanted.kind:
        case ValueKind.TEXT:
            return None
        case ValueKind.SECONDS:
            return _seconds(value)
        case ValueKind.MILLISECONDS:
            return _milliseconds(value)
        case ValueKind.NUMBER:
            return _number(value, wanted)
        case ValueKind.DIGITS:
            return _digits(value)
        case ValueKind.SOUND:
            return _sound(value, wanted)
        case ValueKind.CHOICE:
            if value in wanted.choices:
                return None
            hint = "it is " + " or ".join(f"`{word}`" for word in wanted.choices)
            return _Problem("there is no such choice", hint, meant=nearest(value, wanted.choices, 0.5))
        case ValueKind.VOICE_ID:
            return _voice(tag, value)
        case _:
            assert_never(wanted.kind)


def _seconds(value: str) -> _Problem | None:
    if value.endswith("s") and re.fullmatch(r"\d+(?:\.\d+)?", value[:-1]):
        return None
    number = re.match(r"\s*(\d{1,9}(?:\.\d{1,9})?)", value)
    meant = f"{number[1]}s" if number else "2s"
    if number and value.strip().endswith("ms"):
        meant = f"{float(number[1]) / 1000:g}s"
    why = "it is a number of seconds and `s`"
    return _Problem(why, f'write e.g. `"{meant}"`', meant=meant if number else None)


def _milliseconds(value: str) -> _Problem | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", value):
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?s", value):
        why = "it was seconds once, and is milliseconds without a unit now"
        meant = str(round(float(value[:-1]) * 1000))
        return _Problem(why, f'write `"{meant}"`', Severity.WARNING, meant=meant)
    return _Problem("it is milliseconds without a unit", 'write e.g. `"1100"`')


def _number(value: str, wanted: AttributeSpec) -> _Problem | None:
    if not re.fullmatch(_NUMBER, value):
        percent = re.fullmatch(r"(\d{1,3})\s*%", value)
        meant = (
            f"{int(percent[1]) / 100:g}"
            if percent and (wanted.high or 0) <= 2
            else value.strip("%sx ") or "1"
        )
        right = meant if re.fullmatch(_NUMBER, meant) and not _number(meant, wanted) else None
        return _Problem("it is a bare number", f'write e.g. `"{meant}"`', meant=right)
    number = float(value)
    low, high = wanted.low, wanted.high
    if (low is not None and number < low) or (high is not None and number > high):
        return _Problem("it is out of range", f"it is {_range(low, high)}")
    low, high = wanted.soft_low, wanted.soft_high
    if (low is not None and number < low) or (high is not None and number > high):
        return _Problem(
            "the platform's documents disagree on whether that is allowed",
            f"safe is {_range(low, high)}",
            Severity.WARNING,
        )
    return None


def _range(low: float | None, high: float | None) -> str:
    return f"from {low:g} to {high:g}" if low is not None and high is not None else f"at least {low:g}"


def _digits(value: str) -> _Problem | None:
    keys = re.sub(_TEMPLATE, "", value)
    if re.fullmatch(r"[0-9*#]*", keys):
        return None
    if re.fullmatch(r"[0-9*#A-D]*", keys):
        return _Problem(
            "of the platform's documents only one allows `A` to `D`",
            "keys are `0`-`9`, `*` and `#`",
            Severity.WARNING,
        )
    return _Problem("that is no key of a phone", "keys are `0`-`9`, `*` and `#`, or `{{test_profile.…}}`")


def _sound(value: str, wanted: AttributeSpec) -> _Problem | None:
    if value in wanted.choices or re.match(r"https?://\S+$", value) or re.fullmatch(_TEMPLATE, value):
        return None
    close = nearest(value, wanted.choices, 0.5)
    hint = f"did you mean `{close}`?" if close else "the sounds are " + ", ".join(wanted.choices[:6]) + ", …"
    severity = Severity.WARNING if wanted.open else Severity.ERROR
    return _Problem("there is no such sound", hint, severity, "unknown-sound", close)


def _voice(tag: Tag, value: str) -> _Problem | None:
    provider = tag.get("provider")
    form = _VOICES.get(provider.value) if provider else None
    if form is None or re.fullmatch(form, value) or re.fullmatch(_TEMPLATE, value):
        return None
    what = "a UUID" if form is _UUID else "letters and digits"
    return _Problem(
        f"a voice of that provider has {what} for an id", "copy it from the provider's list of voices"
    )
