"""An attribute value that the platform rejects (rules 14 to 23), or that one of its documents forbids."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import AttributeSpec, ValueKind
from scn_compiler.semantics.durations import seconds_meant
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.records import Record
from scn_dsl.suggest import nearest
from scn_grammar.markup import Attribute, Tag

_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_BARE_FRACTION = r"\.\d{1,9}"
_TEMPLATE = r"\{\{[^{}]*\}\}"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_VOICES = {"cartesia": _UUID, "11labs": r"[A-Za-z0-9]+"}


class _Problem(Record):
    """The reason why a value isn't accepted, a hint, and the value that was probably meant."""

    why: str
    hint: str | None
    severity: Severity = Severity.ERROR
    name: str = "bad-attribute-value"
    meant: str | None = None


@rule(blocks=PLAYED)
def bad_attribute_value(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.every_tag:
            known = context.target.markup.tags.get(tag.name)
            specs = {spec.name: spec for spec in known.attributes} if known else {}
            for attribute in tag.attributes:
                if spec := specs.get(attribute.name):
                    yield from _check_value(words, tag, attribute, spec)


def _check_value(words: Spoken, tag: Tag, attribute: Attribute, spec: AttributeSpec) -> Iterator[Diagnostic]:
    if not attribute.quoted:
        bare = attribute.value.strip("“”„‟‘’\"'")
        is_bare = bare == attribute.value
        message = f"the value of `{attribute.name}` needs {'' if is_bare else 'straight '}quotes"
        problem = _problem(tag, bare, spec)
        meant = problem.meant if problem else bare
        fix = _replace_value(words, tag, attribute, meant, safe=problem is None) if meant else None
        hint = f'replace with `{attribute.name}="{meant or bare}"`'
        yield report(
            "bad-attribute-value", words.place(attribute.start, attribute.end), message, hint, fix=fix
        )
    elif spec.instead_of_block and tag.shape == "open":
        message = (
            f"`{attribute.name}` works only in `<{tag.name} … />`, and this tag is closed by `</{tag.name}>`"
        )
        span = words.place(attribute.start, attribute.end)
        hint = f"remove `{attribute.name}`, and put its words inside the tag"
        yield report("bad-attribute-value", span, message, hint)
    elif spec.filled and not attribute.value.strip():
        message = f"`{attribute.name}` in `<{tag.name}>` is empty"
        span = words.place(attribute.start, attribute.end)
        yield report("bad-attribute-value", span, message, f'write a value: `{attribute.name}="…"`')
    elif problem := _problem(tag, attribute.value, spec):
        message = f'`{attribute.name}="{attribute.value}"` in `<{tag.name}>` {problem.why}'
        span = words.place(attribute.start, attribute.end)
        fix = _replace_value(words, tag, attribute, problem.meant, safe=False) if problem.meant else None
        yield report(problem.name, span, message, problem.hint, severity=problem.severity, fix=fix)


def _replace_value(words: Spoken, tag: Tag, attribute: Attribute, value: str, *, safe: bool) -> Fix | None:
    """Replace the value; `None` inside another tag's attribute or over a line break."""
    if tag not in words.tags or not words.may_edit(attribute.start, attribute.end):
        return None
    meant = f'{attribute.name}="{value}"'
    edit = Edit(words.place(attribute.start, attribute.end), meant)
    return Fix(f"replace with `{meant}`", (edit,), safe)


def _problem(tag: Tag, value: str, spec: AttributeSpec) -> _Problem | None:
    match spec.kind:
        case ValueKind.TEXT:
            return None
        case ValueKind.SECONDS:
            return _seconds(value)
        case ValueKind.MILLISECONDS:
            return _milliseconds(value)
        case ValueKind.NUMBER:
            return _number(value, spec)
        case ValueKind.DIGITS:
            return _digits(value)
        case ValueKind.SOUND:
            return _sound(value, spec)
        case ValueKind.CHOICE:
            if value in spec.choices:
                return None
            hint = "write " + " or ".join(f"`{word}`" for word in spec.choices)
            return _Problem("has an unknown value", hint, meant=nearest(value, spec.choices, 0.5))
        case ValueKind.VOICE_ID:
            return _voice(tag, value)
        case _:
            from typing import assert_never  # noqa: PLC0415  (never runs)

            return assert_never(spec.kind)


def _seconds(value: str) -> _Problem | None:
    if value.endswith("s") and re.fullmatch(r"\d+(?:\.\d+)?", value[:-1]):
        return None
    seconds = seconds_meant(value)
    if seconds is None and (number := re.fullmatch(_NUMBER, _plain(value))):
        seconds = float(number[0])
    meant = "2s" if seconds is None else f"{seconds:g}s"
    why = "must be a number of seconds followed by `s`"
    return _Problem(why, f'write `"{meant}"`', meant=None if seconds is None else meant)


def _milliseconds(value: str) -> _Problem | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", value):
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?s", value):
        why = "is in seconds, but the platform now expects milliseconds without a unit"
        meant = str(round(float(value[:-1]) * 1000))
        return _Problem(why, f'write `"{meant}"`', Severity.WARNING, meant=meant)
    seconds = seconds_meant(value)
    whole = None if seconds is None else str(round(seconds * 1000))
    return _Problem("must be in milliseconds without a unit", f'write `"{whole or 1100}"`', meant=whole)


def _number(value: str, spec: AttributeSpec) -> _Problem | None:
    if re.fullmatch(_BARE_FRACTION, value):
        sure = spec.name == "ratio"  # no source says so for the other attributes
        why = (
            "must start with a digit"
            if sure
            else "needs a digit before the decimal point; otherwise, the platform might reject it"
        )
        return _Problem(
            why, f'write `"0{value}"`', Severity.ERROR if sure else Severity.WARNING, meant=f"0{value}"
        )
    if not re.fullmatch(_NUMBER, value):
        percent = re.fullmatch(r"(\d{1,3})\s*%", value)
        meant = f"{int(percent[1]) / 100:g}" if percent and (spec.high or 0) <= 2 else _plain(value) or "1"
        correct = meant if re.fullmatch(_NUMBER, meant) and not _number(meant, spec) else None
        return _Problem("must be a number without a unit", f'write `"{meant}"`', meant=correct)
    number = float(value)
    low, high = spec.low, spec.high
    if (low is not None and number < low) or (high is not None and number > high):
        return _Problem("is out of range", f"write a number {_range(low, high)}")
    low, high = spec.soft_low, spec.soft_high
    if (low is not None and number < low) or (high is not None and number > high):
        return _Problem(
            "might be out of range: the platform's documentation contradicts itself",
            f"to be safe, write a number {_range(low, high)}",
            Severity.WARNING,
        )
    return None


def _plain(value: str) -> str:
    """Strip the sign and unit from a number, and repair its point: `0.9` for `.9`, `0,9`, `+0.9` and `0.9x`."""
    number = value.strip("%smx +").replace(",", ".").removesuffix(".")
    return f"0{number}" if number.startswith(".") else number


def _range(low: float | None, high: float | None) -> str:
    return f"from {low:g} to {high:g}" if low is not None and high is not None else f"of at least {low:g}"


def _digits(value: str) -> _Problem | None:
    keys = re.sub(_TEMPLATE, "", value)
    if re.fullmatch(r"[0-9*#]*", keys):
        return None
    if re.fullmatch(r"[0-9*#A-D]*", keys):
        return _Problem(
            "has a key from `A` to `D`, and only one of the platform's documents allows these keys",
            "use `0`-`9`, `*` and `#`",
            Severity.WARNING,
        )
    return _Problem(
        f"contains {_bad_key(keys)}, which isn't a phone key",
        "use `0`-`9`, `*` and `#`, or `{{test_profile.…}}`",
    )


def _bad_key(keys: str) -> str:
    bad = re.sub(r"[0-9*#A-D]", "", keys) or keys
    return "a space" if bad[0].isspace() else f"`{bad[0]}`"


def _first_of(choices: tuple[str, ...]) -> str:
    return ", ".join(f"`{choice}`" for choice in choices[:6]) + ", …"


def _sound(value: str, spec: AttributeSpec) -> _Problem | None:
    if value in spec.choices or re.match(r"https?://\S+$", value) or re.fullmatch(_TEMPLATE, value):
        return None
    if value in spec.elsewhere:
        why = "is a sound that some of the platform's documents list only for another tag"
        hint = f"to be safe, write one of {_first_of(spec.choices)}"
        return _Problem(why, hint, Severity.WARNING, "unknown-sound")
    close = nearest(value, spec.choices, 0.5)
    hint = f"did you mean `{close}`?" if close else f"write one of {_first_of(spec.choices)}"
    severity = Severity.WARNING if spec.open else Severity.ERROR
    return _Problem("isn't a known sound", hint, severity, "unknown-sound", close)


def _voice(tag: Tag, value: str) -> _Problem | None:
    provider = tag.get("provider")
    form = _VOICES.get(provider.value) if provider else None
    if form is None or re.fullmatch(form, value) or re.fullmatch(_TEMPLATE, value):
        return None
    form_of_ids = "are UUIDs" if form is _UUID else "contain only letters and digits"
    return _Problem(
        f"isn't a valid voice id: this provider's ids {form_of_ids}",
        "copy the id from the provider's list of voices",
    )
