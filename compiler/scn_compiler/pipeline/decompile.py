"""Payloads to scripts: detect the form, read it, and patch the script until it compiles to the payload again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scn_compiler.findings.merge import one_per_line
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.jsondoc.patch import difference
from scn_compiler.jsondoc.spans import JsonSpans, show_path
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.platforms import (
    DEFAULT_TARGET,
    PLATFORMS,
    SOURCES,
    readers,
    target_named,
    unusable_platforms,
)
from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.reading import PayloadReading, Remark
from scn_dsl.catalog import CATALOG, report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import Field, PlatformValue, Script, Text
from scn_dsl.records import replace
from scn_dsl.source import Source, Span
from scn_grammar.printer import escape, print_script


@dataclass(frozen=True, slots=True)
class Decompiled:
    """A payload as a script.

    Attributes:
        text: The script; `None` if the payload cannot be read.
        target: Name of the target that compiles the script to the payload; `None` without a script.
        source: Name of the form that the payload was read as: the target, or another form; `None` without a script.
        diagnostics: Findings in the payload; spans are offsets in its JSON text.
    """

    text: str | None
    target: str | None
    diagnostics: tuple[Diagnostic, ...]
    source: str | None = None


def decompile(text: str, *, source: str | None = None) -> Decompiled:
    """Read a payload as a script; compiled again, the script gives an equal payload.

    Args:
        text: The payload as JSON: any form of any platform, also as a JSON string inside a JSON string.
        source: Name of a target or of another form, to skip the detection.

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
    script = _with_target(reading.script, reading.target)
    script_text, compiled = _compiled(script, reading.target)
    completed, lost = _complete(reading, script, compiled)
    if completed is not script:
        script_text, compiled = _compiled(completed, reading.target)
    spans = JsonSpans(text)
    diagnostics = [
        report(remark.name, spans.locate(remark.path), remark.message, remark.hint)
        for remark in (*reading.remarks, *lost)
    ]
    diagnostics.extend(_refused(reading, script_text, compiled, spans))
    diagnostics.sort(key=lambda diagnostic: diagnostic.span)
    return Decompiled(script_text, reading.target, tuple(diagnostics), form)


def _compiled(script: Script, target: str) -> tuple[str, Compiled]:
    """A script as text, and what that text compiles to."""
    text = print_script(script)
    return text, compile_text(text, target=target)


def _unknown(text: str, source: str | None) -> Diagnostic:
    """The error for a payload that no platform reads, or not the named one."""
    if source is not None:
        message = f"this JSON is no payload that can be read as `{source}`"
        hint = "leave --from out"
    else:
        message = "this JSON is no payload of a platform known here"
        keys = ", ".join(f"`{each.known_by}` ({each.name.capitalize()})" for each in PLATFORMS)
        hint = f"a payload has e.g. {keys}; --from says whose a short one is"
    return report(
        "unknown-payload", JsonSpans(text).locate(()), message, "; ".join((hint, *unusable_platforms()))
    )


def _read(payload: Json, source: str | None) -> PayloadReading | None:
    """Read a payload as `source`, or else as the first platform that knows it.

    Another platform wins over the one of `source` if it passes fewer values through.
    """
    named = _first(payload, readers(source), source) if source is not None else None
    if named is not None and not _passed(named):
        return named
    detected = _first(payload, readers(), None)
    return (
        detected if named is None or (detected is not None and _passed(detected) < _passed(named)) else named
    )


def _first(payload: Json, platforms: Iterator[Platform], source: str | None) -> PayloadReading | None:
    """What the first platform that knows a payload makes of it; one that only compiles knows none."""
    for platform in platforms:
        reading: PayloadReading | None = None
        if source is not None and platform.read_as:
            reading = platform.read_as(payload, source)
        elif platform.read:
            reading = platform.read(payload)
        if reading is not None:
            return reading
    return None


def _passed(reading: PayloadReading) -> int:
    """How many values of a payload have no field in the script and are passed through as JSON."""
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
"""Patterns of texts that are often taken for JSON, matched outside of strings, and the hint for each."""

_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*+"?')


def _refused(
    reading: PayloadReading, script_text: str, compiled: Compiled, spans: JsonSpans
) -> Iterator[Diagnostic]:
    """The error that the platform refuses the payload, if only its script shows it."""
    if any(CATALOG[remark.name].severity is Severity.ERROR for remark in reading.remarks):
        return
    errors = _errors(script_text, compiled)
    if errors:
        more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
        message = f"the platform refuses this payload: {errors[0].message}{more}"
        yield report("refused-payload", spans.locate(()), message, "`scn check` of the script shows where")


def _errors(script_text: str, compiled: Compiled) -> list[Diagnostic]:
    """The errors in a script, one a line. A scenario without a title takes the name of its file, so it lacks none."""
    untitled = {each.span for each in compiled.document.scenarios if each.scenario.title is None}
    findings = [
        each
        for each in compiled.findings.reported
        if each.name != "missing-name" or each.span not in untitled
    ]
    merged = one_per_line(findings, Source(script_text))
    return [each for each in merged if each.severity is Severity.ERROR]


def _loaded(text: str) -> tuple[Json, Diagnostic | None]:
    """The value of a JSON text, or the error in it; a JSON string that holds JSON counts as that JSON."""
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


def _with_target(script: Script, target: str) -> Script:
    """The script with its `target:` line, unless the target is the default."""
    if target == DEFAULT_TARGET:
        return script
    line = Field(name="target", value=Text(value=target))
    if script.defaults or not script.scenarios or script.scenarios[0].title:
        return replace(script, defaults=(line, *script.defaults))
    first = script.scenarios[0]
    return replace(
        script, scenarios=(replace(first, settings=(line, *first.settings)), *script.scenarios[1:])
    )


def _complete(
    reading: PayloadReading, script: Script, compiled: Compiled
) -> tuple[Script, tuple[Remark, ...]]:
    """The script, with a patch where it compiles to another payload; and a remark for each value that is lost.

    Returns `script` itself if it needs no patch. A script that says more than its payload gets none.
    """
    expected = reading.kept if reading.several else [reading.kept]
    if len(compiled.payloads) != len(expected):
        return script, ()
    target = target_named(reading.target)
    filled = any(
        remark.filled or CATALOG[remark.name].severity is Severity.ERROR for remark in reading.remarks
    )
    lost: list[Remark] = []
    for index, (payload, kept) in enumerate(zip(compiled.payloads, expected, strict=True)):
        operations = list(difference(_with_parsed_instructions(payload.value, kept), kept))
        if filled:
            lost.extend(_not_kept(operation) for operation in operations if operation["op"] == "add")
        elif operations:
            scenario = None if target.holds_many else index
            script = _patched(script, target.platform, operations, scenario)
    return script, tuple(lost)


def _patched(script: Script, platform: str, operations: list[Json], index: int | None) -> Script:
    """The script with a patch of its payload, in the defaults or in one scenario."""
    patch = PlatformValue(platform=platform, key="patch", json=Text(value=escape(operations)))
    if index is None:
        return replace(script, defaults=(*script.defaults, patch))
    scenarios = list(script.scenarios)
    scenarios[index] = replace(scenarios[index], settings=(*scenarios[index].settings, patch))
    return replace(script, scenarios=tuple(scenarios))


def _with_parsed_instructions(payload: Json, kept: Json) -> Json:
    """`payload` with its stringified instructions as an object, if `kept` has them as one."""
    if isinstance(payload, dict) and isinstance(kept, dict) and isinstance(kept.get("instructions"), dict):
        instructions = payload.get("instructions")
        if isinstance(instructions, str):
            return {**payload, "instructions": load(instructions)}
    return payload


def _not_kept(operation: dict[str, Json]) -> Remark:
    """The remark for a value that the script cannot hold."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:]]
    path = tuple(int(part) if part.isdigit() else part for part in parts)
    return Remark("not-kept", path, f"`{show_path(path)}` has no place in a script, and was left out")
