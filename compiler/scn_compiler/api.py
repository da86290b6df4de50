"""The public verbs, pure: text in, values out. The command line and the editor call nothing else."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from scn_compiler.jsonpatch import difference
from scn_compiler.jsontext import BadJson, Json, load
from scn_compiler.lint.rule import Context
from scn_compiler.lint.rules import RULES
from scn_compiler.places import locate
from scn_compiler.platforms import DEFAULT_TARGET, PLATFORMS, TARGETS
from scn_compiler.reading import Reading
from scn_compiler.resolve import Document, Resolved, resolve
from scn_compiler.settings import Settings, Value
from scn_compiler.target import Emitted, Payload, Target
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.nodes import Field, PlatformValue, Script, Text
from scn_dsl.source import Source, Span
from scn_dsl.suggest import did_you_mean
from scn_grammar.formatter import format_source
from scn_grammar.parser import parse
from scn_grammar.printer import escape, print_script

_OF_SUITE = ("suite", "purpose")


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a script compiles to.

    Attributes:
        target: Name of the target.
        payloads: One for each scenario, or one for all if the target holds many. They are there
            even if something is wrong; `ok` says whether they may be used.
        diagnostics: What is wrong, as `check` says it.
    """

    target: str
    payloads: tuple[Payload, ...]
    diagnostics: tuple[Diagnostic, ...]
    document: Document

    @property
    def ok(self) -> bool:
        return not any(found.severity is Severity.ERROR for found in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Decompiled:
    """What a payload says as a script.

    Attributes:
        text: The script; `None` if there is none to be had.
        target: Name of the target that makes the payload again; `None` likewise.
        diagnostics: What is wrong with the payload; spans count in its JSON text.
    """

    text: str | None
    target: str | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text laid out anew, and what kept parts of it as they were."""

    text: str
    diagnostics: tuple[Diagnostic, ...]


def check(text: str, *, path: str | None = None, target: str | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with a script, by place; at most one primary diagnostic a line.

    Args:
        text: The script.
        path: Its file, after which a scenario without a `scenario:` line is named.
        target: What it is meant to be compiled to; by default what it says itself, or `cekura`.

    Raises:
        KeyError: if there is no such target.
    """
    return compile_text(text, path=path, target=target).diagnostics


def compile_text(text: str, *, path: str | None = None, target: str | None = None) -> Compiled:
    """Compile a script. Arguments and errors as of `check`."""
    source = Source(text, path)
    parsed = parse(source)
    found = list(parsed.diagnostics)
    if any(diagnostic.name == "not-a-script" for diagnostic in found):
        nothing = Document(Script(), Settings(), ())
        return Compiled(target or DEFAULT_TARGET, (), tuple(found), nothing)
    chosen, problems = _target(parsed.script, target)
    found.extend(problems)
    stem = PurePath(path).stem if path else None
    document, problems = resolve(parsed.script, stem, fragment=chosen.is_fragment)
    found.extend(problems)
    for scenario in document.scenarios:
        context = Context(parsed.script, scenario, chosen)
        for rule in RULES:
            found.extend(rule(context))
    found.extend(_names(document))
    emitted: Emitted = chosen.emit(document)
    found.extend(emitted.diagnostics)
    return Compiled(chosen.name, emitted.payloads, by_line(found, source), document)


def combine(compiled: tuple[Compiled, ...], target: str) -> Emitted:
    """One document from several files, for a target that holds many scenarios.

    What a file says above its first scenario becomes each scenario's own.
    """
    first = compiled[0].document
    info: dict[str, Value] = {}
    for each in compiled:
        above = each.document.defaults.fields
        info |= {name: above[name] for name in _OF_SUITE if name in above and name not in info}
    scenarios: list[Resolved] = []
    for each in compiled:
        scenarios.extend(replace(scenario, own=scenario.settings) for scenario in each.document.scenarios)
    return TARGETS[target].emit(Document(first.script, Settings(info), tuple(scenarios)))


def decompile(text: str, *, source: str | None = None) -> Decompiled:
    """The script that says what a payload says; compiled again it gives an equal payload.

    Args:
        text: The payload as JSON: any form of any platform, also as a JSON string in a JSON string.
        source: Name of a target, if the form shall not be found out.

    Raises:
        KeyError: if there is no such target.
    """
    if source is not None:
        TARGETS[source]
    try:
        payload = load(text.removeprefix("\ufeff"))
        payload = load(payload) if isinstance(payload, str) else payload
    except BadJson as error:
        span = Span(error.offset, error.offset + 1)
        return Decompiled(None, None, (report("not-json", span, f"this is no JSON: {error}"),))
    platforms = [platform for platform in PLATFORMS if source is None or source in platform.NAMES]
    readings = (platform.read(payload) for platform in platforms)
    reading = next((found for found in readings if found is not None), None)
    if reading is None:
        message = "this JSON is no payload of a platform known here"
        hint = "a payload has `conditions`, `conditional_actions`, `instructions` or `scenarios`"
        return Decompiled(None, None, (report("unknown-payload", locate(text, ()), message, hint),))
    reading = replace(
        reading, script=_addressed(reading.script, source or reading.target), target=source or reading.target
    )
    reading, lost = _complete(reading)
    remarks = [
        report(remark.name, locate(text, remark.path), remark.message, remark.hint)
        for remark in reading.remarks
    ]
    return Decompiled(print_script(reading.script), reading.target, (*remarks, *lost))


def format_text(text: str) -> Formatted:
    """Lay a script out; broken blocks stay as they are, and are in the diagnostics."""
    return Formatted(format_source(text), by_line(list(parse(Source(text)).diagnostics), Source(text)))


def by_line(found: list[Diagnostic], source: Source) -> tuple[Diagnostic, ...]:
    """The diagnostics in order, with one primary a line: the worst, then the first; the rest belong to it."""
    lines: dict[int, list[Diagnostic]] = {}
    for diagnostic in dict.fromkeys(found):
        lines.setdefault(source.position(diagnostic.span.start).line, []).append(diagnostic)
    merged: list[Diagnostic] = []
    for line in sorted(lines):
        primary, *rest = sorted(lines[line], key=lambda each: -each.severity)
        related = tuple(Related(other.message, other.span) for other in rest)
        merged.append(replace(primary, related=primary.related + related) if rest else primary)
    return tuple(merged)


def _target(script: Script, asked: str | None) -> tuple[Target, tuple[Diagnostic, ...]]:
    if asked is not None:
        return TARGETS[asked], ()
    settings = [
        *script.defaults,
        *(setting for scenario in script.scenarios for setting in scenario.settings),
    ]
    for setting in settings:
        if isinstance(setting, Field) and setting.name == "target" and not setting.raw:
            name = setting.value.value
            if name in TARGETS:
                return TARGETS[name], ()
            hint = did_you_mean(name, TARGETS) or "`scn targets` lists them"
            span = setting.place(setting.value.span)
            return TARGETS[DEFAULT_TARGET], (
                report("unknown-target", span, f"there is no target `{name}`", hint),
            )
    return TARGETS[DEFAULT_TARGET], ()


def _names(document: Document) -> list[Diagnostic]:
    seen: dict[str, Resolved] = {}
    found: list[Diagnostic] = []
    for scenario in document.scenarios:
        if scenario.name is not None and scenario.name in seen:
            related = (Related("the first one is here", seen[scenario.name].span),)
            message = f"there is a scenario `{scenario.name}` already"
            found.append(
                report("duplicate-scenario-name", scenario.span, message, "rename one", related=related)
            )
        elif scenario.name is not None:
            seen[scenario.name] = scenario
    return found


def _addressed(script: Script, target: str) -> Script:
    """The script with its `target:` line, unless it is the default."""
    if target == DEFAULT_TARGET:
        return script
    line = Field(name="target", value=Text(value=target))
    if script.defaults or script.scenarios[0].title:
        return replace(script, defaults=(line, *script.defaults))
    first = script.scenarios[0]
    return replace(script, scenarios=(replace(first, settings=(line, *first.settings)),))


def _complete(reading: Reading) -> tuple[Reading, tuple[Diagnostic, ...]]:
    """The reading with a patch for what its script alone would not say, or a report of what it cannot keep."""
    made = compile_text(print_script(reading.script), target=reading.target).payloads
    target = TARGETS[reading.target]
    several = not target.holds_many and len(reading.script.scenarios) > 1
    wanted = reading.kept if several else [reading.kept]
    if len(made) != len(wanted):
        return reading, ()
    filled = any(remark.filled for remark in reading.remarks)
    lost: list[Diagnostic] = []
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


def _not_kept(operation: dict[str, Json]) -> Diagnostic:
    message = f"`{operation['path']}` has no place in a script, and was left out"
    return report("not-kept", Span(0, 1), message)
