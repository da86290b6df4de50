"""Lists the scenarios of a script."""

from __future__ import annotations

from scn_compiler.config import Config
from scn_compiler.findings.selectors import Findings, classify_findings
from scn_compiler.pipeline.compile import choose_target, expand_script, file_stem
from scn_compiler.semantics.choice import tags_of
from scn_compiler.semantics.defaults import with_defaults
from scn_compiler.semantics.resolve import ResolvedScenario, resolve
from scn_dsl.records import Record
from scn_dsl.source import ROW, ROWS, Source, Span
from scn_grammar.parser import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.reuse.expand import Expanded

_NAMES_A_FILE = ("bad-import", "bad-rows-file")


class ListedScenario(Record):
    """A scenario of a script.

    Attributes:
        name: From its `scenario:` line, or else the name of the file; `None` without either.
        line: The number of its first line, or of its row, from 1.
        tags: Its tags, with those of the file and of the configuration.
        target: The target of the script.
    """

    name: str | None
    line: int
    tags: tuple[str, ...]
    target: str


class Listing(Record):
    """The scenarios of a script, and the lines that name files which scn can't read: those may bring more scenarios."""

    scenarios: tuple[ListedScenario, ...]
    findings: Findings


def list_scenarios(
    text: str, *, path: str | None = None, config: Config = Config()
) -> tuple[ListedScenario, ...]:
    """List the scenarios in a script that `config` chooses, in order; parts that don't parse are skipped.

    Args:
        text: The script.
        path: Its file; names a scenario that has no `scenario:` line.
        config: The configuration of the project.
    """
    return list_script(text, path, config).scenarios


def list_script(text: str, path: str | None, config: Config) -> Listing:
    """List the scenarios in a script as `list_scenarios` does, with the files that it can't read."""
    source = Source(text, path)
    script = parse(source).script
    target, _ = choose_target(script, None, config)
    if expanded := expand_script(script, text, path, config):
        script = expanded.script
    document, _ = resolve(script, file_stem(path), fragment=target.is_fragment)
    listed = tuple(
        ListedScenario(
            each.name, source.position(place_of_scenario(each).start).line, tags_of(each), target.name
        )
        for each in with_defaults(document, config.fields).scenarios
        if (each.scenario.title or each.scenario.blocks or each.scenario.settings)
        and config.choice.includes(each)
    )
    return Listing(listed, _unread_files(expanded, text, config) if expanded else Findings())


def _unread_files(expanded: Expanded, text: str, config: Config) -> Findings:
    from scn_compiler.reuse.placement import place_findings  # noqa: PLC0415  (most scripts have nothing to expand)

    unread = [each for each in expanded.diagnostics if each.name in _NAMES_A_FILE]
    return classify_findings(
        place_findings(unread, expanded), text, config, own_target=False, sources=expanded.sources
    )


def place_of_scenario(scenario: ResolvedScenario) -> Span:
    """Return the line that makes a scenario: `scenario:`, or `row:`, or the `rows:` that names the file of its row."""
    span = scenario.span
    while span.origin and span.origin.kind in (ROW, ROWS) and span.origin.chain:
        span = span.origin.chain[0].span
    return span
