"""Payloads to scripts: found out, read, and completed so that compiling gives the payload again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.jsondoc.patch import difference
from scn_compiler.jsondoc.spans import JsonSpans, show_path
from scn_compiler.pipeline.compile import compile_text
from scn_compiler.platforms import DEFAULT_TARGET, PLATFORMS, SOURCES, readers, target_named, unusable
from scn_compiler.platforms.kit.reading import PayloadReading, Remark
from scn_dsl.catalog import CATALOG, report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import Field, PlatformValue, Script, Text
from scn_dsl.source import Span
from scn_grammar.printer import escape, print_script


@dataclass(frozen=True, slots=True)
class Decompiled:
    """What a payload says as a script.

    Attributes:
        text: The script; `None` if there is none to be had.
        target: Name of the target that makes the payload again; `None` likewise.
        source: What the payload was read as: that target, or another form that the platform reads; `None` likewise.
        diagnostics: What is wrong with the payload; spans count in its JSON text.
    """

    text: str | None
    target: str | None
    diagnostics: tuple[Diagnostic, ...]
    source: str | None = None


def decompile(text: str, *, source: str | None = None) -> Decompiled:
    """The script that says what a payload says; compiled again it gives an equal payload.

    Args:
        text: The payload as JSON: any form of any platform, also as a JSON string in a JSON string.
        source: Name of a target, or of another form that is read, if it shall not be found out.

    Raises:
        KeyError: if there is no such form.
    """
    if source is not None and source not in SOURCES:
        target_named(source)
    payload, problem = _loaded(text)
    if problem:
        return Decompiled(None, None, (problem,))
    reading = _read(payload, source)
    if reading is None:
        return Decompiled(None, None, (_unknown(text, source),))
    form = reading.source or reading.target
    if source not in (None, form):
        message = f"this is no `{source}`: it reads as `{form}`"
        return Decompiled(
            None, None, (report("unknown-payload", JsonSpans(text).locate(()), message, "leave --from out"),)
        )
    if refusal := next((each for each in reading.remarks if each.name == "unknown-payload"), None):
        where = JsonSpans(text).locate(refusal.path)
        return Decompiled(None, None, (report(refusal.name, where, refusal.message, refusal.hint),))
    reading = replace(reading, script=_addressed(reading.script, reading.target))
    reading, lost = _complete(reading)
    places = JsonSpans(text)
    remarks = [
        report(remark.name, places.locate(remark.path), remark.message, remark.hint)
        for remark in (*reading.remarks, *lost)
    ]
    found = sorted((*remarks, *_refused(reading, text)), key=lambda diagnostic: diagnostic.span)
    return Decompiled(print_script(reading.script), reading.target, tuple(found), form)


def _unknown(text: str, source: str | None) -> Diagnostic:
    """That no platform knows a payload, or not the one that was named, and what would be known."""
    if source is not None:
        message = f"this JSON is no payload that can be read as `{source}`"
        hint = "leave --from out"
    else:
        message = "this JSON is no payload of a platform known here"
        keys = ", ".join(f"`{each.KNOWN_BY}` ({each.TARGETS[0].platform.capitalize()})" for each in PLATFORMS)
        hint = f"a payload has e.g. {keys}; --from says whose a short one is"
    return report("unknown-payload", JsonSpans(text).locate(()), message, "; ".join((hint, *unusable())))


def _read(payload: Json, source: str | None) -> PayloadReading | None:
    """What a payload says: to the platform of `source`, or to the first that knows it.

    Where another one has words for more of it, the other's it is.
    """
    asked = _first(payload, readers(source), source) if source is not None else None
    if asked is not None and not _passed(asked):
        return asked
    found = _first(payload, readers(), None)
    return found if asked is None or (found is not None and _passed(found) < _passed(asked)) else asked


def _first(payload: Json, platforms: Iterator[Any], source: str | None) -> PayloadReading | None:
    """What the first platform that knows a payload makes of it; one that only compiles knows none."""
    for platform in platforms:
        read, read_as = getattr(platform, "read_payload", None), getattr(platform, "read_as", None)
        reading: PayloadReading | None = None
        if source is not None and read_as:
            reading = read_as(payload, source)
        elif read:
            reading = read(payload)
        if reading is not None:
            return reading
    return None


def _passed(reading: PayloadReading) -> int:
    """How many values of a payload have no words, and only go through."""
    script = reading.script
    settings = [*script.defaults, *(each for one in script.scenarios for each in one.settings)]
    return sum(isinstance(each, PlatformValue) for each in settings)


_NOT_JSON = (
    (r"\A\s*\Z", "the input is empty"),
    (
        r"\A\s*+(?:#|scn\b|scenario:|role:|FIRST_MESSAGE)",
        "this looks like a script already: `scn compile` makes JSON of it",
    ),
    (r"[{\[,:][ \t]?'", "JSON has double quotes only"),
    (r"[“”]", 'JSON has the plain quote `"` only'),
    (r"\b(?:None|True|False)\b", "JSON writes `null`, `true`, `false`"),
    (r"^[ \t]*+(?://|#|/\*)", "JSON has no comments"),
)
"""What JSON is often mistaken for, as it looks outside of strings, and what to say then."""

_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*+"?')


def _refused(reading: PayloadReading, text: str) -> Iterator[Diagnostic]:
    """That the platform refuses the payload for what only its script shows, if nothing was said of it yet."""
    if any(CATALOG[remark.name].severity is Severity.ERROR for remark in reading.remarks):
        return
    checked = compile_text(print_script(reading.script), path="payload.scn").diagnostics
    errors = [found for found in checked if found.severity is Severity.ERROR]
    if errors:
        more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
        message = f"the platform refuses this payload: {errors[0].message}{more}"
        yield report(
            "refused-payload", JsonSpans(text).locate(()), message, "`scn check` of the script shows where"
        )


def _loaded(text: str) -> tuple[Json, Diagnostic | None]:
    """The payload in a JSON text, also where that is a JSON string that holds JSON."""
    body = text.removeprefix("\ufeff")
    try:
        payload = load(body)
    except BadJson as error:
        offset = error.offset + len(text) - len(body)
        bare = _STRING.sub('""', body)
        hint = next((words for form, words in _NOT_JSON if re.search(form, bare, re.MULTILINE)), None)
        span = Span(offset, min(offset + 1, len(text)))
        return None, report("not-json", span, f"this is no JSON: {error}", hint)
    if not isinstance(payload, str):
        return payload, None
    try:
        return load(payload), None
    except BadJson:
        message = "this is a JSON string, and the text in it is no JSON"
        return None, report(
            "unknown-payload", JsonSpans(text).locate(()), message, "a payload is an object or a list"
        )


def _addressed(script: Script, target: str) -> Script:
    """The script with its `target:` line, unless it is the default."""
    if target == DEFAULT_TARGET:
        return script
    line = Field(name="target", value=Text(value=target))
    if script.defaults or not script.scenarios or script.scenarios[0].title:
        return replace(script, defaults=(line, *script.defaults))
    first = script.scenarios[0]
    return replace(script, scenarios=(replace(first, settings=(line, *first.settings)),))


def _complete(reading: PayloadReading) -> tuple[PayloadReading, tuple[Remark, ...]]:
    """The reading with a patch for what its script alone would not say, or a report of what it cannot keep."""
    made = compile_text(print_script(reading.script), target=reading.target).payloads
    target = target_named(reading.target)
    several = reading.several
    wanted = reading.kept if several else [reading.kept]
    if len(made) != len(wanted):
        return reading, ()
    filled = any(
        remark.filled or CATALOG[remark.name].severity is Severity.ERROR for remark in reading.remarks
    )
    lost: list[Remark] = []
    for index, (payload, kept) in enumerate(zip(made, wanted, strict=True)):
        operations = list(difference(_opened(payload.value, kept), kept))
        if filled:
            lost.extend(_not_kept(operation) for operation in operations if operation["op"] == "add")
        elif operations:
            scenario = None if target.holds_many else index
            reading = replace(reading, script=_patched(reading.script, target.platform, operations, scenario))
    return reading, tuple(lost)


def _patched(script: Script, platform: str, operations: list[Json], index: int | None) -> Script:
    """The script with a patch for what it could not say otherwise, of the file or of one scenario."""
    patch = PlatformValue(platform=platform, key="patch", json=Text(value=escape(operations)))
    if index is None:
        return replace(script, defaults=(*script.defaults, patch))
    scenarios = list(script.scenarios)
    scenarios[index] = replace(scenarios[index], settings=(*scenarios[index].settings, patch))
    return replace(script, scenarios=tuple(scenarios))


def _opened(made: Json, kept: Json) -> Json:
    """`made` with stringified instructions as the object that they are, where `kept` has it so."""
    if isinstance(made, dict) and isinstance(kept, dict) and isinstance(kept.get("instructions"), dict):
        told = made.get("instructions")
        return {**made, "instructions": load(told)} if isinstance(told, str) else made
    return made


def _not_kept(operation: dict[str, Json]) -> Remark:
    parts = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:]]
    path = tuple(int(part) if part.isdigit() else part for part in parts)
    return Remark("not-kept", path, f"`{show_path(path)}` has no place in a script, and was left out")
