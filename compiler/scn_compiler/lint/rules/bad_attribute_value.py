"""An attribute's value that the platform refuses (rules 14 to 23), or that one of its sources refuses."""

import re
from collections.abc import Iterator
from typing import assert_never

from scn_compiler.lint.rule import Context, Spoken
from scn_compiler.target import AttributeSpec, ValueKind
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.suggest import nearest
from scn_grammar.markup import Attribute, Tag

_NUMBER = r"\d{1,9}(?:\.\d{1,9})?|\.\d{1,9}"
_TEMPLATE = r"\{\{[^{}]*\}\}"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_VOICES = {"cartesia": _UUID, "11labs": r"[A-Za-z0-9]+"}

Problem = tuple[str, str | None, Severity, str]


def bad_attribute_value(context: Context) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.every_tag:
            spec = context.target.markup.tags.get(tag.name)
            for attribute in tag.attributes if spec else ():
                wanted = next((entry for entry in spec.attributes if entry.name == attribute.name), None)  # type: ignore[union-attr]
                if wanted:
                    yield from _value(words, tag, attribute, wanted)


def _value(words: Spoken, tag: Tag, attribute: Attribute, wanted: AttributeSpec) -> Iterator[Diagnostic]:
    if not attribute.quoted:
        bare = attribute.value.strip("“”„‘’\"'")
        message, hint = f"the value of `{attribute.name}` needs quotes", f'write `{attribute.name}="{bare}"`'
        yield report("bad-attribute-value", words.place(attribute.start, attribute.end), message, hint)
    elif wanted.filled and not attribute.value.strip():
        message = f"`{attribute.name}` of `<{tag.name}>` is empty"
        span = words.place(attribute.start, attribute.end)
        yield report("bad-attribute-value", span, message, "give it a value")
    elif problem := _problem(tag, attribute.value, wanted):
        why, advice, severity, name = problem
        message = f'`{attribute.name}="{attribute.value}"` of `<{tag.name}>`: {why}'
        yield report(name, words.place(attribute.start, attribute.end), message, advice, severity=severity)


def _problem(tag: Tag, value: str, wanted: AttributeSpec) -> Problem | None:
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
            return _bad(
                "there is no such choice", "it is " + " or ".join(f"`{word}`" for word in wanted.choices)
            )
        case ValueKind.VOICE_ID:
            return _voice(tag, value)
        case _:
            assert_never(wanted.kind)


def _bad(why: str, hint: str | None, severity: Severity = Severity.ERROR) -> Problem:
    return why, hint, severity, "bad-attribute-value"


def _seconds(value: str) -> Problem | None:
    if value.endswith("s") and re.fullmatch(r"\d+(?:\.\d+)?", value[:-1]):
        return None
    number = re.match(r"\s*(\d{1,9}(?:\.\d{1,9})?)", value)
    meant = f"{number[1]}s" if number else "2s"
    if number and value.strip().endswith("ms"):
        meant = f"{float(number[1]) / 1000:g}s"
    return _bad("it is a number of seconds and `s`", f'write e.g. `"{meant}"`')


def _milliseconds(value: str) -> Problem | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", value):
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?s", value):
        why = "it was seconds once, and is milliseconds without a unit now"
        return _bad(why, f'write `"{round(float(value[:-1]) * 1000)}"`', Severity.WARNING)
    return _bad("it is milliseconds without a unit", 'write e.g. `"1100"`')


def _number(value: str, wanted: AttributeSpec) -> Problem | None:
    if not re.fullmatch(_NUMBER, value):
        percent = re.fullmatch(r"(\d{1,3})\s*%", value)
        meant = (
            f"{int(percent[1]) / 100:g}"
            if percent and (wanted.high or 0) <= 2
            else value.strip("%sx ") or "1"
        )
        return _bad("it is a bare number", f'write e.g. `"{meant}"`')
    number = float(value)
    low, high = wanted.low, wanted.high
    if (low is not None and number < low) or (high is not None and number > high):
        return _bad("it is out of range", f"it is {_range(low, high)}")
    low, high = wanted.soft_low, wanted.soft_high
    if (low is not None and number < low) or (high is not None and number > high):
        return _bad(
            "the platform's documents disagree on whether that is allowed",
            f"safe is {_range(low, high)}",
            Severity.WARNING,
        )
    return None


def _range(low: float | None, high: float | None) -> str:
    return f"from {low:g} to {high:g}" if low is not None and high is not None else f"at least {low:g}"


def _digits(value: str) -> Problem | None:
    keys = re.sub(_TEMPLATE, "", value)
    if re.fullmatch(r"[0-9*#]*", keys):
        return None
    if re.fullmatch(r"[0-9*#A-D]*", keys):
        return _bad(
            "of the platform's documents only one allows `A` to `D`",
            "keys are `0`-`9`, `*` and `#`",
            Severity.WARNING,
        )
    return _bad("that is no key of a phone", "keys are `0`-`9`, `*` and `#`, or `{{test_profile.…}}`")


def _sound(value: str, wanted: AttributeSpec) -> Problem | None:
    if value in wanted.choices or re.match(r"https?://\S+$", value) or re.fullmatch(_TEMPLATE, value):
        return None
    close = nearest(value, wanted.choices, 0.5)
    hint = f"did you mean `{close}`?" if close else "the sounds are " + ", ".join(wanted.choices[:6]) + ", …"
    severity = Severity.WARNING if wanted.open else Severity.ERROR
    return "there is no such sound", hint, severity, "unknown-sound"


def _voice(tag: Tag, value: str) -> Problem | None:
    provider = tag.get("provider")
    form = _VOICES.get(provider.value) if provider else None
    if form is None or re.fullmatch(form, value) or re.fullmatch(_TEMPLATE, value):
        return None
    what = "a UUID" if form is _UUID else "letters and digits"
    return _bad(
        f"a voice of that provider has {what} for an id", "copy it from the provider's list of voices"
    )
