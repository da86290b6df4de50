"""Reads the scripts of a run, and makes one suite of all their scenarios."""

from collections.abc import Iterator

from scn_compiler import api
from scn_compiler.cli.compile.documents import CompiledFile
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.pipeline.compile import choose_target
from scn_compiler.pipeline.listing import place_of_scenario
from scn_compiler.platforms.cekura.emit.suite import SIZE_LIMIT
from scn_compiler.platforms.cekura.vocabulary import SUITE_SCENARIOS
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, read_all
from scn_compiler.rehearsal.policy import Policy, policy_of
from scn_compiler.rehearsal.replay import plain_words
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_compiler.sync.runs.estimate import CallSettings, call_settings
from scn_dsl.diagnostic import Severity
from scn_dsl.nodes import Field
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, field, replace
from scn_dsl.source import Source, Span
from scn_grammar.parser import parse

_PLATFORM = "cekura"
_SUITE, _WHEN_SUITE = "cekura-suite", "cekura-when-suite"
"""The targets of a run: the second one if all scripts are for when/say/then."""


_CONDITION = lazy_pattern(r"conditional_actions\.conditions[\[.](\d+)")

_TOO_MANY = "too-many-scenarios"
_CHOOSE_FEWER = "choose fewer with --tags or --name, or name fewer files"

_NOT_IN_CALLS = ("agent", "project", "assistant", "folder", "purpose", "notes")
"""Fields that a suite can't hold, and doesn't need: a run names the agent, and the others don't change a call."""


class RunCase(Record):
    """A scenario to run.

    Attributes:
        file, line: Where it stands.
        source: The text of its script.
        imported: The files that its script imports.
        entry: Its entry in the suite.
        policy: The answers to open questions in its configuration.
    """

    name: str
    file: str
    line: int
    scenario: ResolvedScenario
    settings: CallSettings
    entry: dict[str, Json]
    source: Source = field(compare=False)
    imported: tuple[Source, ...] = ()
    policy: Policy = Policy()

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def called(self, times: int) -> "RunCase":
        """Return the scenario as it runs if the platform stores it: a frequency in the script is for suites alone."""
        return replace(self, settings=replace(self.settings, frequency=times))

    def place_of(self, span: Span) -> str:
        """Return the file and the line of a span in the script, or in a file that it imports."""
        other = self._origin_of(span)
        if span.origin and span.origin.path and other is None:
            return span.origin.path
        source = other or self.source
        return f"{other.path if other else self.file}:{source.position(span.start).line}"

    def place_of_outcome(self, words: str) -> str:
        """Return the place of the `expect:` line with these words; empty if the scenario has none."""
        for each in self.scenario.scenario.settings:
            if (
                isinstance(each, Field)
                and each.name == "expect"
                and plain_words(each.value.value) == plain_words(words)
            ):
                return self.place_of(each.place(each.value.span))
        return ""

    def place_in(self, path: str) -> str:
        """Return the place of a part of the suite's entry, such as `conditional_actions.conditions[3].action`.

        It is that of a block if the path names one, else that of the scenario.
        """
        found = _CONDITION.match(path)
        actions = self.entry.get("conditional_actions")
        conditions = actions.get("conditions") if isinstance(actions, dict) else None
        if found and isinstance(conditions, list) and int(found[1]) < len(conditions):
            identity = conditions[int(found[1])].get("id")
            row = next((each for each in self.scenario.rows if each.id == identity), None)
            if row:
                return self.place_of(row.span)
        return self.place

    def text_of(self, span: Span) -> str:
        """Return the text that a span is in."""
        return (self._origin_of(span) or self.source).text

    def _origin_of(self, span: Span) -> Source | None:
        path = span.origin.path if span.origin else None
        return next((each for each in self.imported if path and each.path == path), None)


class RunScripts(Record):
    """The scripts of a run, and their scenarios in the order of a suite.

    Attributes:
        target: The kind of suite that they were compiled to.
    """

    cases: tuple[RunCase, ...]
    files: tuple[CompiledFile, ...] = field(compare=False)
    target: str


def read_scripts(
    paths: tuple[str, ...], configs: ConfigDiscovery, times: int = 1, *, skips_broken: bool = False
) -> RunScripts:
    """Read scripts, and compile each to a suite. Libraries and tests are skipped, and so are scripts for other platforms.

    Args:
        times: How often each scenario runs.
        skips_broken: Whether to skip scripts with errors, and to do without scripts.

    Raises:
        click.UsageError: if there is nothing to run.
        SystemExit: if a script has an error or can't be read; it is printed.
    """
    inputs = [each for each in configs.find_scripts(paths) if not each.is_excluded]
    texts, all_readable = read_all(inputs)
    chosen = []
    with_chains = True
    for each, text in texts:
        config = configs.config_for(each.location).config
        target, _ = choose_target(parse(Source(text, each.file_path)).script, None, config)
        if target.platform == _PLATFORM:
            with_chains &= target.chains_only
            chosen.append((each, text, config))
        elif not skips_broken:
            why = f"it is for {target.platform}, where scn can't run scripts"
            echo(f"scn: skipped {each.display_name}: {why}", err=True)
    target_name = _WHEN_SUITE if chosen and with_chains else _SUITE
    files = []
    for each, text, config in chosen:
        compiled = api.compile_text(text, path=each.file_path, target=target_name, config=config)
        if skips_broken and not compiled.ok:
            echo(f"scn: skipped {each.display_name}: it has errors", err=True)
        elif not compiled.is_library and (compiled.document.scenarios or not compiled.ok):
            files.append(CompiledFile(each, text, compiled))
    if not skips_broken and (_has_errors(files, configs) or not all_readable):
        raise SystemExit(1 if all_readable else EXIT_UNREADABLE)
    if not (files or skips_broken):
        nothing = "nothing to run: these files have no scenario for a platform that scn can run scripts on"
        raise usage_error(nothing if configs.choice.is_everything else configs.choice.no_match)
    return RunScripts(tuple(_cases(files, configs, times)), tuple(files), target_name)


def _has_errors(files: list[CompiledFile], configs: ConfigDiscovery) -> bool:
    """Print the errors of scripts, and return whether there are any."""
    report = ProblemReport()
    for file in files:
        project = configs.config_for(file.input.location)
        found = tuple(each for each in file.compiled.diagnostics if each.name != _TOO_MANY)
        report.add_errors(file.input, file.text, replace(file.compiled, diagnostics=found), project)
    return bool(report.printed)


def suite_of(scripts: RunScripts, configs: ConfigDiscovery) -> dict[str, Json]:
    """Return one suite of all scenarios; lines of scripts that a suite can't hold are told.

    Raises:
        click.UsageError: if it is too large for the platform.
        SystemExit: if the scripts contradict each other; it is printed.
    """
    files = scripts.files
    count = len(scripts.cases)
    if count > SUITE_SCENARIOS:
        raise usage_error(
            f"these files have {count} scenarios, and Cekura runs at most {SUITE_SCENARIOS} at once: {_CHOOSE_FEWER}"
        )
    for file in files:
        _tell_lost(file)
    suite = _combined(files, scripts.target, configs) if len(files) > 1 else _own_suite(files[0])
    if len(dump(suite, compact=True).encode("utf-8", "replace")) > SIZE_LIMIT:
        raise usage_error(
            f"these scenarios are larger than 1 MB together, Cekura's limit for a run: {_CHOOSE_FEWER}"
        )
    return suite


def _tell_lost(file: CompiledFile) -> None:
    """Say which lines of a script don't get into a run, although they could change a call."""
    source = Source(file.text, file.input.display_name)
    for found in file.compiled.diagnostics:
        span = found.span
        if (
            found.name == "unsupported-by-target"
            and span.origin is None
            and source.text[span.start : span.end] not in _NOT_IN_CALLS
        ):
            place = f"{source.path}:{source.position(span.start).line}"
            echo(f"scn: {place}: not in this run: {found.message}", err=True)


def _own_suite(file: CompiledFile) -> dict[str, Json]:
    suite: dict[str, Json] = file.compiled.payloads[0].value
    return suite


def _combined(files: tuple[CompiledFile, ...], target: str, configs: ConfigDiscovery) -> dict[str, Json]:
    projects = [configs.config_for(file.input.location) for file in files]
    parts = [
        api.Part(Source(file.text, file.input.file_path), file.compiled, project.config)
        for file, project in zip(files, projects, strict=True)
    ]
    combined = api.combine(parts, target)
    report = ProblemReport()
    for number, found in combined.findings:
        if found.severity is Severity.ERROR and found.name != _TOO_MANY:
            report.add(files[number].input, files[number].text, (found,), projects[number])
    if report.printed:
        raise SystemExit(1)
    suite: dict[str, Json] = combined.payload.value
    return suite


def _cases(files: list[CompiledFile], configs: ConfigDiscovery, times: int) -> Iterator[RunCase]:
    for file in files:
        source, suite = Source(file.text, file.input.display_name), _own_suite(file)
        policy = policy_of(configs.config_for(file.input.location).config.policy)
        for scenario, entry in zip(file.compiled.document.scenarios, suite["scenarios"], strict=False):
            yield RunCase(
                str(entry.get("name", scenario.name)),
                file.input.display_name,
                source.position(place_of_scenario(scenario).start).line,
                scenario,
                call_settings(entry, suite.get("defaults", {}), times),
                entry,
                source,
                file.compiled.sources,
                policy,
            )
