"""Compiles scripts to payloads: parse, expand, resolve, run the rules, emit. A check is a compilation without the payload."""

from __future__ import annotations

import os

from scn_compiler.config import Config
from scn_compiler.findings.commented_imports import commented_imports
from scn_compiler.findings.consequences import without_consequences
from scn_compiler.findings.merge import one_per_line
from scn_compiler.findings.selectors import Findings, classify_findings, unread_codes
from scn_compiler.lint.context import TextTraits, context_of, traits_of, with_others
from scn_compiler.lint.registry import run_rules
from scn_compiler.platforms import DEFAULT_TARGET, dated_target, find_target, instead_of, target_named
from scn_compiler.platforms.kit.target import Blocks, Emitted, Payload, Proposal, Target
from scn_compiler.semantics.choice import EVERYTHING
from scn_compiler.semantics.defaults import with_defaults
from scn_compiler.semantics.resolve import MANY_BLOCKS, ResolvedScenario, ResolvedScript, resolve
from scn_compiler.semantics.settings import Settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.file_names import TEST_SUFFIX
from scn_dsl.nodes import Field, Script
from scn_dsl.records import Record, replace
from scn_dsl.source import Source, Span
from scn_grammar.parser import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scn_compiler.reuse.expand import Expanded
    from scn_grammar.parser import Parsed


class Compiled(Record):
    """A compiled script.

    Attributes:
        target: Name of the target.
        payloads: One per scenario, or a single one if the target holds many scenarios. A script with errors
            has payloads as well; `ok` says whether they can be used.
        diagnostics: The findings, as `check` returns them.
        document: The resolved script.
        findings: All findings, classified, before those on one line are merged.
        proposed: The lines that the target added.
        sources: The files that the script imports.
        is_library: Whether the script has no scenario, only what other scripts import; then it has no payload.
    """

    target: str
    payloads: tuple[Payload, ...]
    diagnostics: tuple[Diagnostic, ...]
    document: ResolvedScript
    findings: Findings = Findings()
    proposed: tuple[Proposal, ...] = ()
    sources: tuple[Source, ...] = ()
    is_library: bool = False

    @property
    def ok(self) -> bool:
        """Whether the payloads can be used: no finding is an error."""
        return not any(
            found.severity is Severity.ERROR
            for found in (*self.diagnostics, *self.findings.in_config, *self.findings.in_files)
        )


class OtherFindings(Record):
    """Problems in a text that its compilation doesn't find, and the files that they depend on."""

    diagnostics: tuple[Diagnostic, ...] = ()
    sources: tuple[Source, ...] = ()


def compile_text(
    text: str,
    *,
    path: str | None = None,
    target: str | None = None,
    config: Config = Config(),
    propose: bool = False,
    payloads: bool = True,
    others: OtherFindings | None = None,
) -> Compiled:
    """Compile a script to the payloads of its target.

    Args:
        text: The script.
        path: Its file; names a scenario that has no `scenario:` line.
        target: Name of the target; by default the script's own `target:`, or that of `config`, or `cekura`.
        config: The configuration of the project.
        propose: Whether to add the lines that the target proposes, before compiling.
        payloads: Whether to build the payloads; a check only needs the findings.
        others: More problems in the text.

    Shapes:
        Each scenario becomes a payload, or all of them become one if the target holds many. Anything that the
        payload has no place for becomes a diagnostic.

    Raises:
        KeyError: if the target does not exist, or if a selector in `config` matches no rule. Errors in the script are
            reported, not raised.
    """
    parsed = _parsed(text, path)
    if any(each.name == "not-a-script" for each in parsed.diagnostics):
        empty = ResolvedScript(Script(), Settings(), ())
        return Compiled(target or DEFAULT_TARGET, (), parsed.diagnostics, empty, Findings(parsed.diagnostics))
    others = others or OtherFindings()
    chosen, problems = choose_target(parsed.script, target, config)
    expanded = expand_script(parsed.script, text, path, config)
    script = expanded.script if expanded else parsed.script
    proposed: tuple[Proposal, ...] = ()
    if propose and chosen.propose:
        script, proposed = chosen.propose(script)
    traits = _traits(text, expanded, as_written=script is parsed.script)
    unread = unread_codes(text, config)
    compiled = compile_script(
        script, chosen, file_stem(path), config, traits, payloads=payloads, unread=unread
    )
    found = [*parsed.diagnostics, *problems, *others.diagnostics, *compiled.diagnostics]
    found += _of_whole_script(parsed.script, compiled.document, chosen)
    if configures_agent_by_request(script, chosen, target, config):
        found += [_wrong_side(scenario, chosen) for scenario in compiled.document.scenarios]
    if expanded:
        found = _placed(
            found, replace(expanded, script=compiled.document.script), chosen, config, traits, unread
        )
    found, tests = used_by_tests(found, text, path, config)
    sources = (*others.sources, *(expanded.sources if expanded else ()))
    findings = classify_findings(
        without_consequences([*found, *commented_imports(text)], text),
        text,
        config,
        own_target=target is None,
        sources=(*sources, *tests),
    )
    if not config.choice.is_everything:
        findings = _in_chosen(findings, parsed.script, compiled.document)
    is_library = not parsed.script.scenarios
    return replace(
        compiled,
        payloads=() if is_library else compiled.payloads,
        diagnostics=one_per_line(list(findings.reported), Source(text, path)),
        findings=findings,
        proposed=proposed,
        sources=sources,
        is_library=is_library,
    )


def _parsed(text: str, path: str | None) -> Parsed:
    """Parse a script, or a file of tests."""
    parsed = parse(Source(text, path))
    if not (path and path.endswith(TEST_SUFFIX)):
        return parsed
    from scn_compiler.pipeline.start_of_tests import as_tests  # noqa: PLC0415  (most files aren't tests)

    return as_tests(parsed, text)


def _traits(text: str, expanded: Expanded | None, *, as_written: bool) -> TextTraits:
    """Return the traits of a script and of the files that it imports."""
    traits = traits_of(text)
    if expanded:
        traits = with_others(traits, [each.text for each in expanded.sources])
    return traits if as_written else replace(traits, as_written=False)


def _of_whole_script(script: Script, document: ResolvedScript, target: Target) -> Iterator[Diagnostic]:
    """Find what only a comparison of scenarios shows: names that are taken, and blocks that are copied."""
    yield from duplicate_names(scenario_names(document), target)
    if len(script.scenarios) + len(script.fragments) > 1:
        from scn_compiler.lint.copied_blocks import copied_in_script  # noqa: PLC0415  (most scripts have one scenario)

        yield from copied_in_script(script)


def _placed(
    found: list[Diagnostic],
    expanded: Expanded,
    target: Target,
    config: Config,
    traits: TextTraits,
    unread: frozenset[str],
) -> list[Diagnostic]:
    """Move findings to the lines that the author has to fix; add those of fragments that nothing inserts."""
    from scn_compiler.reuse.placement import place_findings, place_findings_alone  # noqa: PLC0415

    placed = place_findings([*found, *expanded.diagnostics], expanded)
    if expanded.alone.scenarios:
        everything = replace(config, choice=EVERYTHING)
        alone = compile_script(
            expanded.alone, target, None, everything, traits, payloads=False, unread=unread
        )
        placed.extend(place_findings_alone(alone.diagnostics, placed, expanded))
    return placed


def _in_chosen(findings: Findings, script: Script, document: ResolvedScript) -> Findings:
    """Drop the findings in the scenarios of `script` that aren't in `document`, or all of them if it has no scenario."""
    if not document.scenarios:
        return Findings()
    chosen = {scenario.scenario.title.at for scenario in document.scenarios if scenario.scenario.title}
    starts = [scenario.title.at for scenario in script.scenarios if scenario.title]

    def is_chosen(found: Diagnostic) -> bool:
        above = [start for start in starts if start <= found.span.start]
        return not above or above[-1] in chosen

    reported, suppressed = (
        tuple(filter(is_chosen, each)) for each in (findings.reported, findings.suppressed)
    )
    return replace(findings, reported=reported, suppressed=suppressed, scenarios=len(document.scenarios))


def expand_script(script: Script, text: str, path: str | None, config: Config) -> Expanded | None:
    """Expand a script; `None` if it has nothing to expand."""
    if not script.shares:
        if "$" not in text:
            return None
        from scn_compiler.reuse.substitution import may_have_values  # noqa: PLC0415  (few scripts have dollar signs)

        if not may_have_values(text):
            return None
    from scn_compiler.reuse.expand import expand  # noqa: PLC0415  (most scripts have nothing to expand)

    return expand(
        script,
        text,
        path=path,
        name=file_stem(path),
        given=config.values,
        assigned=config.assigned,
        read=config.read,
    )


def used_by_tests(
    found: list[Diagnostic], text: str, path: str | None, config: Config
) -> tuple[list[Diagnostic], tuple[Source, ...]]:
    """Drop the reports of unused labels that the tests of a script use; return the file with the tests as well."""
    if not (path and config.read and any(each.name == "unused-label" for each in found)):
        return found, ()
    from scn_compiler.pipeline.labels_in_tests import without_tested_labels  # noqa: PLC0415  (most labels are used)

    return without_tested_labels(found, text, path, config)


def file_stem(path: str | None) -> str | None:
    """Return the name of a file without its folder and extension."""
    return os.path.splitext(os.path.basename(path))[0] if path else None  # noqa: PTH119, PTH122


def compile_script(
    script: Script,
    target: Target,
    file_name: str | None,
    config: Config,
    traits: TextTraits,
    *,
    payloads: bool = True,
    unread: frozenset[str] = frozenset(),
) -> Compiled:
    """Compile a parsed script; the core of `check` and `compile_text`.

    Args:
        script: The parsed script.
        target: The target, with the rules of its day.
        file_name: Name of the file without its extension; names a scenario that has no `scenario:` line.
        config: The configuration of the project. Scenarios that it doesn't choose are dropped after their settings
            are known.
        traits: Traits of the text, to skip rules that can't find anything.
        payloads: Whether to build the payloads.
        unread: The codes of findings that nobody reads; rules that find nothing else don't run.

    Returns:
        The payloads, and all diagnostics of resolver, rules and emitter: unsorted, unclassified, unmerged.

    Raises:
        Nothing: errors in the script are reported, not raised.
    """
    defaults = config.fields
    nameless: tuple[Diagnostic, ...] = ()
    if config.defined:
        from scn_compiler.pipeline.names import with_ids  # noqa: PLC0415  (few projects have environments)

        script, defaults, nameless = with_ids(script, config)
    document, problems = resolve(script, file_name, fragment=target.is_fragment)
    found = [*nameless, *problems]
    document = with_defaults(document, defaults)
    choice = config.choice
    if not choice.is_everything:
        kept = tuple(filter(choice.includes, document.scenarios))
        script = replace(script, scenarios=tuple(each.scenario for each in kept))
        document = replace(document, script=script, scenarios=kept)
    if not document.scenarios:
        return Compiled(target.name, (), tuple(found), document)
    for scenario in document.scenarios:
        if len(scenario.rows) < MANY_BLOCKS or not traits.as_written:
            found.extend(run_rules(context_of(script, scenario, target, traits), unread))
        else:
            from scn_compiler.lint.incremental import run_rules_again  # noqa: PLC0415  (few scenarios are that long)

            found.extend(run_rules_again(script, scenario, target, traits, unread))
    if config.measurement:
        from scn_compiler.lint.measured import measured_findings  # noqa: PLC0415  (most checks have no measurement)

        for scenario in document.scenarios:
            found.extend(measured_findings(scenario, config.measurement))
    whole = _without_stray_blocks(document)
    emitted = target.emit(whole) if payloads else Emitted((), target.problems_of(whole))
    found.extend(_with_hints(emitted.diagnostics, document))
    return Compiled(target.name, emitted.payloads, tuple(found), document)


def _with_hints(found: tuple[Diagnostic, ...], document: ResolvedScript) -> tuple[Diagnostic, ...]:
    """Add a hint to `unsupported-by-target` where only one platform has a place for the script."""
    if all(each.name != "unsupported-by-target" for each in found):
        return found
    from scn_compiler.platforms.suggest_target import with_target_hints  # noqa: PLC0415  (most scripts fit their target)

    return with_target_hints(found, document)


def choose_target(
    script: Script, requested: str | None, config: Config = Config()
) -> tuple[Target, tuple[Diagnostic, ...]]:
    """Choose the target: the requested one, or else that of the script, that of the configuration, or `cekura`."""
    default = dated_target(target_named(config.target or DEFAULT_TARGET), config.rules)
    if requested is not None:
        return dated_target(target_named(requested), config.rules), ()
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
            message = f"unknown target `{name}`"
            return default, (report("unknown-target", span, message, instead_of(name)),)
    return default, ()


def configures_agent_by_request(
    script: Script, chosen: Target, requested: str | None, config: Config
) -> bool:
    """Return whether the requested target alone turns a test caller's script into an agent's configuration."""
    if requested is None or chosen.blocks is not Blocks.CONFIGURED:
        return False
    own, _ = choose_target(script, None, config)
    return own.blocks in (Blocks.PLAYED, Blocks.TOLD)


def _wrong_side(scenario: ResolvedScenario, chosen: Target) -> Diagnostic:
    message = f"`{chosen.name}` configures an agent, so the agent would speak the lines of this test caller"
    hint = f"if the script is meant for the agent, write `target: {chosen.name}` at the top of the file"
    return report("unsupported-by-target", scenario.span, message, hint, severity=Severity.ERROR)


def _without_stray_blocks(document: ResolvedScript) -> ResolvedScript:
    """Drop blocks above the first `scenario:` line: they belong to no scenario, and are reported."""
    first, *rest = document.scenarios or (None,)
    if rest and first and first.scenario.title is None:
        return replace(document, scenarios=tuple(rest))
    return document


def scenario_names(document: ResolvedScript) -> list[tuple[str, Span]]:
    """Return the name of each scenario that has one, with its span."""
    return [(each.name, each.span) for each in document.scenarios if each.name is not None]


def duplicate_names(names: Iterable[tuple[str, Span]], target: Target) -> Iterator[Diagnostic]:
    """Report scenarios whose name is taken, as an error if `target` refuses duplicates."""
    severity = Severity.ERROR if target.unique_names else None
    seen: dict[str, Span] = {}
    for name, span in names:
        if name in seen:
            related = (Related("the first one is here", seen[name]),)
            message, hint = f"scenario `{name}` already exists", "rename one of the scenarios"
            yield report("duplicate-scenario-name", span, message, hint, severity=severity, related=related)
        else:
            seen[name] = span
