"""Lists the scenarios of a script."""

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import choose_target, expand_script, file_stem
from scn_compiler.semantics.choice import tags_of
from scn_compiler.semantics.defaults import with_defaults
from scn_compiler.semantics.resolve import ResolvedScenario, resolve
from scn_dsl.records import Record
from scn_dsl.source import ROW, ROWS, Source, Span
from scn_grammar.parser import parse


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


def list_scenarios(
    text: str, *, path: str | None = None, config: Config = Config()
) -> tuple[ListedScenario, ...]:
    """List the scenarios in a script that `config` chooses, in order; parts that don't parse are skipped.

    Args:
        text: The script.
        path: Its file; names a scenario that has no `scenario:` line.
        config: The configuration of the project.
    """
    source = Source(text, path)
    script = parse(source).script
    target, _ = choose_target(script, None, config)
    if expanded := expand_script(script, text, path, config):
        script = expanded.script
    document, _ = resolve(script, file_stem(path), fragment=target.is_fragment)
    return tuple(
        ListedScenario(
            each.name, source.position(place_of_scenario(each).start).line, tags_of(each), target.name
        )
        for each in with_defaults(document, config.fields).scenarios
        if (each.scenario.title or each.scenario.blocks or each.scenario.settings)
        and config.choice.includes(each)
    )


def place_of_scenario(scenario: ResolvedScenario) -> Span:
    """Return the line that makes a scenario: `scenario:`, or `row:`, or the `rows:` that names the file of its row."""
    span = scenario.span
    while span.origin and span.origin.kind in (ROW, ROWS) and span.origin.chain:
        span = span.origin.chain[0].span
    return span
