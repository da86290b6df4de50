"""Decompiles payloads: detects the form, reads it, and patches the script so that it compiles to the payload again."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from scn_compiler.config import Config
from scn_compiler.findings.merge import one_per_line
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.jsondoc.patch import apply, difference, puts_over
from scn_compiler.jsondoc.spans import JsonPath, JsonSpans, show_path
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.pipeline.foreign_json import what_is
from scn_compiler.pipeline.names import names_of
from scn_compiler.platforms import (
    DEFAULT_TARGET,
    PLATFORMS,
    SOURCES,
    readers,
    target_named,
    unusable_platforms,
)
from scn_compiler.platforms.kit.platform import Platform
from scn_compiler.platforms.kit.reading import PayloadReading, Remark, shown_json
from scn_dsl.catalog import CATALOG, report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import Field, PlatformValue, Script, Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import Source, Span
from scn_dsl.wording import counted
from scn_grammar.printer import escape, print_script


@dataclass(frozen=True, slots=True)
class Decompiled:
    """A payload as a script.

    Attributes:
        text: The script; `None` if the payload can't be read.
        target: Name of the target that compiles the script to the payload; `None` without a script.
        source: Name of the form that the payload was read as: the target, or another form; `None` without a script.
        diagnostics: Findings in the payload; spans are offsets in its JSON text.
        parts: A script for each target, if the payload is a list of scenarios that need different targets. Then there
            is no `text`, and an error says so.
    """

    text: str | None
    target: str | None
    diagnostics: tuple[Diagnostic, ...]
    source: str | None = None
    parts: "tuple[Decompiled, ...]" = ()


_REFUSALS = ("unknown-payload", "mixed-forms")
"""Remarks on payloads that no script can express."""


def decompile(text: str, *, source: str | None = None, config: Config = Config()) -> Decompiled:
    """Decompile a payload to a script that compiles to an equal payload.

    Args:
        text: The payload as JSON, in any form of any platform; also as a JSON string that contains JSON.
        source: Name of the form to read it as: a target, or another form such as `tau2`. Detected by default.
        config: The configuration of the project; the names of its environment replace ids.

    Shapes:
        Fields of the payload become lines of the script. A value that has no line of its own is passed through
        as `PLATFORM.KEY`, or set by a `PLATFORM.patch`.

    Raises:
        KeyError: if the form does not exist. Unreadable payloads are reported, not raised.
    """
    if source is not None and source not in SOURCES:
        target_named(source)
    payload, problem = _load_payload(text)
    if problem:
        return Decompiled(None, None, (problem,))
    reading = _read(payload, source)
    if reading is None:
        return Decompiled(None, None, (_unknown_payload(text, payload, source),))
    form = reading.source or reading.target
    if source not in (None, form):
        message = f"this payload is `{form}`, not `{source}`"
        return Decompiled(
            None,
            None,
            (
                report(
                    "unknown-payload",
                    JsonSpans(text).locate(()),
                    message,
                    "run the command again without `--from`",
                ),
            ),
        )
    if refusal := next((each for each in reading.remarks if each.name in _REFUSALS), None):
        where = JsonSpans(text).locate(refusal.path)
        return Decompiled(None, None, (report(refusal.name, where, refusal.message, refusal.hint),))
    if reading.others:
        parts = tuple(_decompiled(each, text, config) for each in (reading, *reading.others))
        found = [diagnostic for part in parts for diagnostic in part.diagnostics]
        return Decompiled(
            None,
            None,
            (_several_targets(parts, text), *sorted(found, key=lambda each: each.span)),
            parts=parts,
        )
    return _decompiled(reading, text, config)


def _decompiled(reading: PayloadReading, text: str, config: Config) -> Decompiled:
    """Turn a reading into a script, with the findings in the payload."""
    script = _with_target(reading.script, reading.target)
    script_text, compiled = _print_and_compile(script, reading.target)
    completed, lost = _complete_with_patch(reading, script, compiled)
    if completed is not script:
        script_text, compiled = _print_and_compile(completed, reading.target)
    if names := names_of(config):
        by_name = names.instead_of_ids(completed)
        only_names = Config(environment=config.environment, names=config.names, defined=config.defined)
        named_text, named = _print_and_compile(by_name, reading.target, only_names)
        if named.payloads == compiled.payloads:
            script_text, compiled = named_text, named
    spans = JsonSpans(text)
    diagnostics = [
        report(
            remark.name,
            spans.locate(remark.path),
            remark.message,
            remark.hint,
            severity=Severity.ERROR if remark.filled else None,
        )
        for remark in (*reading.remarks, *lost)
    ]
    diagnostics.extend(_refusal(diagnostics, script_text, compiled, reading.target, spans))
    diagnostics.sort(key=lambda diagnostic: diagnostic.span)
    return Decompiled(script_text, reading.target, tuple(diagnostics), reading.source or reading.target)


def _several_targets(parts: tuple[Decompiled, ...], text: str) -> Diagnostic:
    """Report that the scenarios of a payload don't fit into one script."""
    targets = " and ".join(f"`{part.target}`" for part in parts)
    message = f"these scenarios need different targets ({targets}), but a script can have only one"
    hint = "write one script per target: add `-o FOLDER/`"
    return report("mixed-forms", JsonSpans(text).locate(()), message, hint)


def _print_and_compile(script: Script, target: str, config: Config = Config()) -> tuple[str, Compiled]:
    """Print a script, whose texts are those of a payload, and compile the text."""
    text = _literally(script)
    return text, compile_text(text, target=target, config=config)


def _literally(script: Script) -> str:
    """Print a script so that each `$name` in it is text, whatever a project calls its values."""
    text = print_script(script)
    if "$" not in text:
        return text
    from scn_compiler.reuse.substitution import literal_script  # noqa: PLC0415  (few payloads have dollar signs)

    return print_script(literal_script(script))


def _unknown_payload(text: str, payload: Json, source: str | None) -> Diagnostic:
    """Report a payload that no platform reads, or that does not fit the named form."""
    if source is not None:
        message = f"not {'an' if source[0] in 'aeiou' else 'a'} `{source}` payload"
        platform = next(readers(source), None)
        key = "user_scenario" if source in SOURCES else platform.known_by if platform else ""
        hint = f"check the keys: expected `{key}`" if key else ""
    elif not any(isinstance(each, dict) for each in (payload if isinstance(payload, list) else [payload])):
        message = "not a payload of a platform that scn supports"
        hint = "pass a JSON object or a list of objects"
    else:
        known = what_is(payload)
        message = (
            f"this is {known}, not a payload that scn can read"
            if known
            else "not a payload of a platform that scn supports"
        )
        keys = ", ".join(f"`{each.known_by}` ({each.name.capitalize()})" for each in PLATFORMS)
        keys = f"{keys} or `user_scenario` (tau2 tasks)"
        hint = (
            f"pass a payload instead: one that has at least one of the keys {keys}"
            if known
            else f"check the keys: expected {keys}"
        )
        if isinstance(payload, dict) and not known:
            *names, last = (f"`--from {each.name}`" for each in PLATFORMS if each.read_as)
            hint += f"; for a payload with only a few keys, add {', '.join(names)} or {last}"
    return report(
        "unknown-payload",
        JsonSpans(text).locate(()),
        message,
        "; ".join(filter(None, (hint, *unusable_platforms()))) or None,
    )


def _read(payload: Json, source: str | None) -> PayloadReading | None:
    """Read a payload as `source`, or else by the first platform that recognizes it.

    Another platform wins over the one of `source` if it passes fewer values through.
    """
    named = _first_reading(payload, readers(source), source) if source is not None else None
    if named is not None and not _count_passed(named):
        return named
    detected = _first_reading(payload, readers(), None)
    return (
        detected
        if named is None or (detected is not None and _count_passed(detected) < _count_passed(named))
        else named
    )


def _first_reading(payload: Json, platforms: Iterator[Platform], source: str | None) -> PayloadReading | None:
    """Read a payload as the first platform that recognizes it; skip platforms without a reader."""
    for platform in platforms:
        reading: PayloadReading | None = None
        if source is not None and platform.read_as:
            reading = platform.read_as(payload, source)
        elif platform.read:
            reading = platform.read(payload)
        if reading is not None:
            return reading
    return None


def _count_passed(reading: PayloadReading) -> int:
    """Count the values that the script passes through as JSON because no field fits."""
    script = reading.script
    settings = [*script.defaults, *(each for one in script.scenarios for each in one.settings)]
    return sum(isinstance(each, PlatformValue) for each in settings)


_NOT_JSON = (
    (r"\A\s*\Z", "pass a JSON payload; this input is empty"),
    (
        r"\A\s*+(?:#|scn\b|scenario:|role:|FIRST_MESSAGE)",
        "this looks like a script; to compile it, run `scn compile`",
    ),
    (r"[{\[,:][ \t]?'", "use double quotes"),
    (r"[“”]", 'use straight quotes: `"`'),
    (r"\b(?:None|True|False)\b", "write `null`, `true`, `false`"),
    (r"^[ \t]*+(?://|#|/\*)", "remove the comments: JSON doesn't allow them"),
)
"""Patterns of common mistakes in JSON, matched outside of strings, each with its hint."""

_STRING = lazy_pattern(r'"(?:[^"\\\n]|\\.)*+"?')


def _refusal(
    found: list[Diagnostic], script_text: str, compiled: Compiled, compiled_for: str, spans: JsonSpans
) -> Iterator[Diagnostic]:
    """Report that the platform rejects the payload, if only a check of the script finds that."""
    if any(each.severity is Severity.ERROR for each in found):
        return
    errors = _find_errors(script_text, compiled)
    if errors:
        count = len(errors) - 1
        more = f" (and {counted(count, 'more problem')})" if count else ""
        platform = target_named(compiled_for).platform.capitalize()
        why = errors[0].message.replace(f"; {platform} accepts at most ", ", and the limit is ")
        message = f"{platform} rejects this payload: {why}{more}"
        yield report(
            "refused-payload", spans.locate(()), message, "run `scn check` on the script to find the line"
        )


def _find_errors(script_text: str, compiled: Compiled) -> list[Diagnostic]:
    """Find the errors in a script, one per line; an untitled scenario is fine, since its file will name it."""
    untitled = {each.span for each in compiled.document.scenarios if each.scenario.title is None}
    findings = [
        each
        for each in compiled.findings.reported
        if each.name != "missing-name" or each.span not in untitled
    ]
    merged = one_per_line(findings, Source(script_text))
    return [each for each in merged if each.severity is Severity.ERROR]


def _load_payload(text: str) -> tuple[Json, Diagnostic | None]:
    """Parse a JSON text, or report the error in it; a JSON string that contains JSON is parsed again."""
    body = text.removeprefix("\ufeff")
    try:
        payload = load(body)
    except BadJson as error:
        from scn_compiler.jsondoc.errors import hint_for  # noqa: PLC0415  (only a wrong payload needs it)

        offset = error.offset + len(text) - len(body)
        without_strings = _STRING.sub('""', body)
        hint = hint_for(body, error.offset) or next(
            (hint for form, hint in _NOT_JSON if re.search(form, without_strings, re.MULTILINE)), None
        )
        span = Span(offset, min(offset + 1, len(text)))
        return None, report("not-json", span, f"not valid JSON: {error}", hint)
    if not isinstance(payload, str):
        return payload, None
    try:
        return load(payload), None
    except BadJson:
        message = "this payload is a JSON string, but the text inside it isn't JSON"
        return None, report(
            "unknown-payload", JsonSpans(text).locate(()), message, "pass a JSON object or list"
        )


def _with_target(script: Script, target: str) -> Script:
    """Add the `target:` line to a script, unless the target is the default."""
    if target == DEFAULT_TARGET:
        return script
    line = Field(name="target", value=Text(value=target))
    if script.defaults or not script.scenarios or script.scenarios[0].title:
        return replace(script, defaults=(line, *script.defaults))
    first = script.scenarios[0]
    return replace(
        script, scenarios=(replace(first, settings=(line, *first.settings)), *script.scenarios[1:])
    )


def _complete_with_patch(
    reading: PayloadReading, script: Script, compiled: Compiled
) -> tuple[Script, tuple[Remark, ...]]:
    """Add a patch to a script that compiles to a different payload.

    Returns:
        The script, unchanged if it needs no patch, and a remark for each lost value. If the reader filled in values
        that the payload lacks, the script gets no patch.
    """
    expected = reading.normalized if reading.several else [reading.normalized]
    if len(compiled.payloads) != len(expected):
        return script, (Remark("not-kept", (), "the script compiles to a different number of payloads"),)
    target = target_named(reading.target)
    filled = any(
        remark.filled or CATALOG[remark.name].severity is Severity.ERROR for remark in reading.remarks
    )
    lost: list[Remark] = []
    for index, (payload, kept) in enumerate(zip(compiled.payloads, expected, strict=True)):
        operations: list[Json] = []
        place = (index,) if reading.several else ()
        document = _with_parsed_instructions(payload.value, kept)
        for operation in difference(document, kept):
            if filled:
                lost.extend([_not_kept(operation, place)] if operation["op"] == "add" else [])
            elif target.is_said and puts_over(document, operation, target.is_said):
                lost.append(_not_kept(operation, place))
            else:
                document = apply(document, operation)
                operations.append(operation)
        if operations:
            scenario = None if target.holds_many else index
            script = _with_patch(script, target.platform, operations, scenario)
    return script, tuple(lost)


def _with_patch(script: Script, platform: str, operations: list[Json], index: int | None) -> Script:
    """Add a `PLATFORM.patch` line to the defaults of a script or to one scenario."""
    patch = PlatformValue(platform=platform, key="patch", json=Text(value=escape(operations)))
    if index is None:
        return replace(script, defaults=(*script.defaults, patch))
    scenarios = list(script.scenarios)
    scenarios[index] = replace(scenarios[index], settings=(*scenarios[index].settings, patch))
    return replace(script, scenarios=tuple(scenarios))


def _with_parsed_instructions(payload: Json, expected: Json) -> Json:
    """Parse the stringified instructions of `payload`, unless `expected` has a text there."""
    if not isinstance(payload, dict) or not isinstance(expected, dict):
        return payload
    instructions = payload.get("instructions")
    if isinstance(instructions, str) and not isinstance(expected.get("instructions"), str):
        with suppress(BadJson):
            return {**payload, "instructions": load(instructions)}
    return payload


def _not_kept(operation: dict[str, Json], place: JsonPath) -> Remark:
    """Make the remark for a value that a script can't hold."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:]]
    path = tuple(int(part) if part.isdigit() else part for part in parts)
    match operation["op"]:
        case "add":
            message = f"a script can't hold `{show_path(path)}`, so scn skips it"
        case "remove":
            message = f"`{show_path(path)}` is missing, but the script sets it"
        case _:
            message = f"`{show_path(path)}` is {shown_json(operation['value'])}, but no script compiles to that value"
    return Remark("not-kept", (*place, *path), message)
