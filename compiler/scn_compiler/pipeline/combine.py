"""Combines compiled scripts into one document, for a target that holds many scenarios, and finds their clashes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from scn_compiler.config import Config
from scn_compiler.findings.selectors import Findings, classify_findings
from scn_compiler.pipeline.compile import (
    Compiled,
    compile_text,
    duplicate_names,
    file_stem,
    scenario_names,
)
from scn_compiler.pipeline.names import default_fields
from scn_compiler.platforms import dated_target, find_target, target_named
from scn_compiler.platforms.kit.target import Payload, Target
from scn_compiler.semantics.defaults import with_defaults
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript, resolve
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.nodes import Script
from scn_dsl.records import Record, replace
from scn_dsl.source import Origin, Source, Span

_Key = TypeVar("_Key")

_OF_FILE = ("suite", "purpose")
"""Fields that apply to the whole document."""


class Part(Record):
    """One of the scripts: its text and path, its compilation, and its configuration."""

    source: Source
    compiled: Compiled
    config: Config = Config()


class Combined(Record):
    """The document of several scripts.

    Attributes:
        findings: The clashes between the scripts, each with the position of its script among the parts.
    """

    payload: Payload
    findings: tuple[tuple[int, Diagnostic], ...]


def combines(target: str | None, count: int) -> bool:
    """Return whether `count` scripts compile to one document: a target is requested, and holds many scenarios."""
    chosen = find_target(target) if target and count > 1 else None
    return chosen is not None and chosen.holds_many


def combine(parts: Sequence[Part], target: str) -> Combined:
    """Merge compiled scripts into one document.

    Args:
        parts: The scripts, compiled to `target`, in order.
        target: Name of a target that holds many scenarios.

    Shapes:
        Settings above the first scenario of a script become settings of each of its scenarios. Settings of the
        whole document come from the first script that has them.

    Raises:
        KeyError: if the target does not exist. Clashes between scripts are reported, not raised.
    """
    chosen = dated_target(target_named(target), parts[0].config.rules)
    origins = [Origin("script", str(number)) for number in range(len(parts))]
    scripts = [_resolved(part, origin, chosen) for part, origin in zip(parts, origins, strict=True)]
    found: list[Diagnostic] = []
    whole = _of_document(scripts, chosen, found)
    scenarios = tuple(
        _with_own_settings(scenario, chosen) for script in scripts for scenario in script.scenarios
    )
    document = ResolvedScript(Script(), whole, scenarios)
    emitted = chosen.emit(document)
    found += [*emitted.diagnostics, *duplicate_names(scenario_names(document), chosen)]
    sources = {origin: part.source for origin, part in zip(origins, parts, strict=True)}
    findings: list[tuple[int, Diagnostic]] = []
    for number, (part, origin) in enumerate(zip(parts, origins, strict=True)):
        known = {_place_of(each) for each in _already_found(part.compiled)}
        own = [
            _for_one_script(each, origin, sources) for each in dict.fromkeys(found) if each.origin == origin
        ]
        new = [each for each in own if _place_of(each) not in known]
        reported = classify_findings(new, part.source.text, part.config, own_target=False).reported
        findings.extend((number, each) for each in sorted(reported, key=lambda each: each.span.start))
    payload = emitted.payloads[0]
    return Combined(Payload(payload.name, payload.value), tuple(findings))


def clashes(
    scripts: Iterable[tuple[Source, Findings, Config]], target: str
) -> dict[int, tuple[Diagnostic, ...]]:
    """Find the clashes between scripts that compile to one document; scripts with errors aren't compared.

    Args:
        scripts: Each script, with what a check of it alone finds, and its configuration.
        target: Name of a target. Scripts for a target that holds a single scenario never clash.

    Returns:
        The clashes of each script that has some, by its position.
    """
    whole = [
        (number, source, config)
        for number, (source, findings, config) in enumerate(scripts)
        if not _has_errors(findings)
    ]
    if not combines(target, len(whole)):
        return {}
    parts = [
        Part(source, compile_text(source.text, path=source.path, target=target, config=config), config)
        for _, source, config in whole
    ]
    found: defaultdict[int, tuple[Diagnostic, ...]] = defaultdict(tuple)
    for part, diagnostic in combine(parts, target).findings:
        found[whole[part][0]] += (diagnostic,)
    return dict(found)


def _has_errors(findings: Findings) -> bool:
    found = (*findings.reported, *findings.in_config, *findings.in_files)
    return any(each.severity is Severity.ERROR for each in found)


def _resolved(part: Part, origin: Origin, target: Target) -> ResolvedScript:
    """Resolve the script of a part again, with spans that name their script."""
    script = part.compiled.document.script
    placed = Script(
        version=script.version,
        defaults=tuple(replace(each, origin=origin) for each in script.defaults),
        scenarios=tuple(
            replace(
                scenario,
                title=scenario.title and replace(scenario.title, origin=origin),
                settings=tuple(replace(each, origin=origin) for each in scenario.settings),
                blocks=tuple(replace(each, origin=origin) for each in scenario.blocks),
            )
            for scenario in script.scenarios
        ),
    )
    document, _ = resolve(placed, file_stem(part.source.path), fragment=target.is_fragment)
    return with_defaults(document, default_fields(part.config))


def _of_document(scripts: list[ResolvedScript], target: Target, found: list[Diagnostic]) -> Settings:
    """Collect the settings of the whole document; drop and report a second, different value."""
    fields: dict[str, Value] = {}
    platform: dict[tuple[str, str], Value] = {}
    for script in scripts:
        above = script.defaults
        untitled = [each.own for each in script.scenarios if each.scenario.title is None]
        for settings in (above, *untitled[:1]):
            for name in _OF_FILE:
                _take(fields, name, settings.fields.get(name), f"{name}:", found)
        for key, value in above.platform.items():
            if key[1] in target.of_document:
                _take(platform, key, value, ".".join(key) + ":", found)
    return Settings(fields, platform=platform)


def _take(
    table: dict[_Key, Value], key: _Key, value: Value | None, shown: str, found: list[Diagnostic]
) -> None:
    if value is None or table.setdefault(key, value).value == value.value:
        return
    message = f"`{shown}` applies to the whole document, and another script sets a different value"
    related = (Related("the first one is here", table[key].span),)
    found.append(report("duplicate-field", value.span, message, "set it in one script only", related=related,
                        severity=Severity.WARNING))  # fmt: skip


def _with_own_settings(scenario: ResolvedScenario, target: Target) -> ResolvedScenario:
    """Move the settings above a scenario into it, except for those of the whole document."""
    platform = {
        key: value
        for key, value in scenario.settings.platform.items()
        if key in scenario.own.platform or key[1] not in target.of_document
    }
    return replace(scenario, own=replace(scenario.settings, platform=platform))


def _for_one_script(found: Diagnostic, origin: Origin, sources: dict[Origin, Source]) -> Diagnostic:
    """Turn the places of a finding in scripts other than `origin` into a part of its message."""
    message, related = found.message, []
    for other in found.related:
        source = sources.get(other.span.origin) if other.span.origin else None
        if other.span.origin == origin or source is None:
            related.append(other)
            continue
        place = source.position(other.span.start)
        message += f", in {source.path or 'standard input'}:{place.line}:{place.column}"
    return replace(found, message=message, related=tuple(related)).move(_in_script)


def _in_script(span: Span) -> Span:
    return span.within(None)


def _place_of(found: Diagnostic) -> tuple[str, int, int]:
    return found.code, found.span.start, found.span.end


def _already_found(compiled: Compiled) -> tuple[Diagnostic, ...]:
    """Return the findings of a script on its own, reported or not."""
    return (*compiled.findings.reported, *compiled.findings.suppressed)
