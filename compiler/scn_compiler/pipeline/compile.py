"""Scripts to payloads: read, resolved, checked by every rule, emitted. Checking is compiling without the payload."""

import os

from scn_compiler.config import Config
from scn_compiler.findings.merge import one_per_line
from scn_compiler.findings.selectors import Findings, classify_findings
from scn_compiler.lint.context import TextTraits, context_of, traits_of
from scn_compiler.lint.registry import rules_for
from scn_compiler.platforms import DEFAULT_TARGET, dated_target, find_target, instead_of, target_named
from scn_compiler.platforms.kit.target import Blocks, Emitted, Payload, Proposal, Target
from scn_compiler.semantics.defaults import Default, with_defaults
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript, resolve
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.nodes import Field, Script
from scn_dsl.records import Record, replace
from scn_dsl.source import Source, Span
from scn_grammar.parser import parse

_OF_SUITE = ("suite", "purpose")


class Compiled(Record):
    """What a script compiles to.

    Attributes:
        target: Name of the target.
        payloads: One for each scenario, or one for all if the target holds many. They are there
            even if something is wrong; `ok` says whether they may be used.
        diagnostics: What is wrong, as `check` says it.
        findings: The same before those of one line are joined, and what is not reported.
        proposed: The lines that were added.
    """

    target: str
    payloads: tuple[Payload, ...]
    diagnostics: tuple[Diagnostic, ...]
    document: ResolvedScript
    findings: Findings = Findings()
    proposed: tuple[Proposal, ...] = ()

    @property
    def ok(self) -> bool:
        return not any(
            found.severity is Severity.ERROR for found in (*self.diagnostics, *self.findings.in_config)
        )


def compile_text(
    text: str,
    *,
    path: str | None = None,
    target: str | None = None,
    config: Config = Config(),
    propose: bool = False,
) -> Compiled:
    """Compile a script. Arguments and errors as of `check`.

    Args:
        propose: Whether lines that the target proposes are added to the script before it is compiled.
    """
    source = Source(text, path)
    parsed = parse(source)
    found = list(parsed.diagnostics)
    if any(diagnostic.name == "not-a-script" for diagnostic in found):
        nothing = ResolvedScript(Script(), Settings(), ())
        return Compiled(target or DEFAULT_TARGET, (), tuple(found), nothing, Findings(tuple(found)))
    chosen, problems = choose_target(parsed.script, target, config)
    found.extend(problems)
    script = parsed.script
    proposed: tuple[Proposal, ...] = ()
    if propose and chosen.propose:
        script, proposed = chosen.propose(script)
    made = compile_script(script, chosen, file_stem(path), config.fields, traits_of(text))
    found.extend(made.diagnostics)
    found.extend(duplicate_names(scenario_names(made.document)))
    if plays_agent_by_request(parsed.script, chosen, target, config):
        found.extend(_other_side(scenario, chosen) for scenario in made.document.scenarios)
    findings = classify_findings(found, text, config, own_target=target is None)
    return replace(
        made, diagnostics=one_per_line(list(findings.reported), source), findings=findings, proposed=proposed
    )


def file_stem(path: str | None) -> str | None:
    """The name of a file without its folder and its last ending."""
    return os.path.splitext(os.path.basename(path))[0] if path else None  # noqa: PTH119, PTH122


def compile_script(
    script: Script,
    target: Target,
    file_stem: str | None,
    beneath: tuple[Default, ...],
    traits: TextTraits,
) -> Compiled:
    """Compile what was read from a file called `stem`; its diagnostics are all there, in no order."""
    document, problems = resolve(script, file_stem, fragment=target.is_fragment)
    found = list(problems)
    document = with_defaults(document, beneath)
    for scenario in document.scenarios:
        context = context_of(script, scenario, target, traits)
        for rule in rules_for(context):
            found.extend(rule(context))
    emitted = target.emit(_without_stray(document))
    found.extend(_pointed(emitted.diagnostics, document))
    return Compiled(target.name, emitted.payloads, tuple(found), document)


def _pointed(found: tuple[Diagnostic, ...], document: ResolvedScript) -> tuple[Diagnostic, ...]:
    if all(each.name != "unsupported-by-target" for each in found):
        return found
    from scn_compiler.platforms.suggest_target import with_target_hints  # noqa: PLC0415  (of most scripts everything has a place)

    return with_target_hints(found, document)


def combine(compiled: tuple[Compiled, ...], target: str, config: Config = Config()) -> Emitted:
    """One document from several files, for a target that holds many scenarios.

    What a file says above its first scenario becomes each scenario's own; what is about the whole
    document is taken from the first file that says it.
    """
    info: dict[str, Value] = {}
    whole: dict[tuple[str, str], Value] = {}
    scenarios: list[ResolvedScenario] = []
    chosen = target_named(target)
    for each in compiled:
        above = each.document.defaults
        info = {name: above.fields[name] for name in _OF_SUITE if name in above.fields} | info
        whole = {key: value for key, value in above.platform.items() if key[1] in chosen.of_document} | whole
        for scenario in each.document.scenarios:
            keys = {key: value for key, value in scenario.settings.platform.items() if key not in whole}
            scenarios.append(replace(scenario, own=replace(scenario.settings, platform=keys)))
    document = ResolvedScript(compiled[0].document.script, Settings(info, platform=whole), tuple(scenarios))
    emitted = dated_target(chosen, config.rules).emit(document)
    silenced = {found for each in compiled for found in each.findings.suppressed}
    found = [*emitted.diagnostics, *duplicate_names(scenario_names(document))]
    fresh = [each for each in found if each not in silenced]
    return Emitted(emitted.payloads, classify_findings(fresh, "", config, own_target=False).reported)


def choose_target(
    script: Script, asked: str | None, config: Config = Config()
) -> tuple[Target, tuple[Diagnostic, ...]]:
    """The target that is asked for, or else the one that `script` is meant for, or the project's."""
    default = dated_target(target_named(config.target or DEFAULT_TARGET), config.rules)
    if asked is not None:
        return dated_target(target_named(asked), config.rules), ()
    settings = [
        *script.defaults,
        *(setting for scenario in script.scenarios for setting in scenario.settings),
    ]
    for setting in settings:
        if isinstance(setting, Field) and setting.name == "target" and not setting.raw:
            name = setting.value.value
            if found := find_target(name):
                return dated_target(found, config.rules), ()
            span = setting.place(setting.value.span)
            message = f"there is no target `{name}`"
            return default, (report("unknown-target", span, message, instead_of(name)),)
    return default, ()


def plays_agent_by_request(script: Script, chosen: Target, asked: str | None, config: Config) -> bool:
    """Whether a script that a test caller plays is to configure an agent, only because that was asked for."""
    if asked is None or chosen.blocks is not Blocks.CONFIGURED:
        return False
    meant, _ = choose_target(script, None, config)
    return meant.blocks in (Blocks.PLAYED, Blocks.TOLD)


def _other_side(scenario: ResolvedScenario, chosen: Target) -> Diagnostic:
    message = f"`{chosen.name}` configures the agent: what this test caller says, the agent would say"
    hint = f"if it is the agent's script, write `target: {chosen.name}` at the top of the file"
    return report("unsupported-by-target", scenario.span, message, hint, severity=Severity.ERROR)


def _without_stray(document: ResolvedScript) -> ResolvedScript:
    """The document without blocks above its first `scenario:`: they are reported, and belong to none."""
    first, *rest = document.scenarios or (None,)
    if rest and first and first.scenario.title is None:
        return replace(document, scenarios=tuple(rest))
    return document


def scenario_names(document: ResolvedScript) -> list[tuple[str, Span]]:
    """The scenarios' names, and where each stands."""
    return [(each.name, each.span) for each in document.scenarios if each.name is not None]


def duplicate_names(names: list[tuple[str, Span]]) -> list[Diagnostic]:
    """Scenarios of one name."""
    seen: dict[str, Span] = {}
    found: list[Diagnostic] = []
    for name, span in names:
        if name in seen:
            related = (Related("the first one is here", seen[name]),)
            message = f"there is a scenario `{name}` already"
            found.append(report("duplicate-scenario-name", span, message, "rename one", related=related))
        else:
            seen[name] = span
    return found
