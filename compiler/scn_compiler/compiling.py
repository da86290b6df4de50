"""Scripts to payloads: read, resolved, checked by every rule, emitted. Checking is compiling without the payload."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from scn_compiler.lint.rule import Context, spoken_in
from scn_compiler.lint.rules import RULES
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS
from scn_compiler.resolve import Document, Resolved, resolve
from scn_compiler.settings import Settings, Value
from scn_compiler.target import Emitted, Payload, Target
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.nodes import Field, Script
from scn_dsl.source import Source
from scn_dsl.suggest import did_you_mean
from scn_grammar.parser import parse

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
        context = Context(parsed.script, scenario, chosen, spoken_in(scenario))
        for rule in RULES:
            found.extend(rule(context))
    found.extend(_names(document))
    emitted: Emitted = chosen.emit(_without_stray(document))
    found.extend(emitted.diagnostics)
    return Compiled(chosen.name, emitted.payloads, by_line(found, source), document)


def combine(compiled: tuple[Compiled, ...], target: str) -> Emitted:
    """One document from several files, for a target that holds many scenarios.

    What a file says above its first scenario becomes each scenario's own; what is about the whole
    document is taken from the first file that says it.
    """
    info: dict[str, Value] = {}
    whole: dict[tuple[str, str], Value] = {}
    scenarios: list[Resolved] = []
    for each in compiled:
        above = each.document.defaults
        info = {name: above.fields[name] for name in _OF_SUITE if name in above.fields} | info
        whole = {
            key: value for key, value in above.platform.items() if key[1] in TARGETS[target].of_document
        } | whole
        for scenario in each.document.scenarios:
            keys = {key: value for key, value in scenario.settings.platform.items() if key not in whole}
            scenarios.append(replace(scenario, own=replace(scenario.settings, platform=keys)))
    document = Document(compiled[0].document.script, Settings(info, platform=whole), tuple(scenarios))
    emitted = TARGETS[target].emit(document)
    return Emitted(emitted.payloads, (*emitted.diagnostics, *_names(document)))


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


def _without_stray(document: Document) -> Document:
    """The document without blocks above its first `scenario:`: they are reported, and belong to none."""
    first, *rest = document.scenarios or (None,)
    if rest and first and first.scenario.title is None:
        return replace(document, scenarios=tuple(rest))
    return document


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
