"""Searches all calls of the scenarios of a script, and writes the shortest ones down as tests."""

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.pipeline.plays import plays_texts
from scn_compiler.rehearsal.engine import Rehearsal, rehearse
from scn_compiler.rehearsal.explore import Exploration, ExploredStep, explore
from scn_compiler.rehearsal.policy import DEFAULT, Policy
from scn_compiler.rehearsal.transcript import case_of
from scn_dsl.nodes import CallTest, Script
from scn_dsl.records import Record
from scn_grammar.printer import print_script


class ExploredScenario(Record):
    """A scenario and what all its calls can do.

    Attributes:
        plays: The text of a `plays:` line for it; `None` if the script has only this one.
    """

    name: str | None
    plays: str | None
    rehearsal: Rehearsal
    exploration: Exploration


class ExploredScript(Record):
    """A script and its scenarios with blocks, explored."""

    compiled: Compiled
    scenarios: tuple[ExploredScenario, ...]


def explore_text(
    text: str, *, path: str | None = None, config: Config = Config(), policy: Policy = DEFAULT
) -> ExploredScript:
    """Search all calls of a script.

    Args:
        text: The script.
        path: Its file.
        config: The configuration.
        policy: The answers to the open questions.

    Raises:
        Nothing: a script with errors is explored as far as it parses.
    """
    compiled = compile_text(text, path=path, config=config)
    scenarios = [each for each in compiled.document.scenarios if each.rows]
    explored = []
    texts: list[str | None] = [*plays_texts(scenarios)] if len(scenarios) > 1 else [None]
    for each, plays in zip(scenarios, texts, strict=False):
        rehearsal = rehearse(each)
        explored.append(ExploredScenario(each.name, plays, rehearsal, explore(rehearsal, policy)))
    return ExploredScript(compiled, tuple(explored))


def shortest_calls(explored: ExploredScript) -> str:
    """Write the shortest call to each block as a test; calls that are part of longer ones are left out."""
    tests: list[CallTest] = []
    for each in explored.scenarios:
        calls = list(dict.fromkeys(each.exploration.shortest.values()))
        longest = [
            call for call in calls if not any(other[: len(call)] == call and other != call for other in calls)
        ]
        tests += [_test(each, number, call) for number, call in enumerate(longest, 1)]
    return print_script(Script(tests=tuple(tests)))


def _test(scenario: ExploredScenario, number: int, call: tuple[ExploredStep, ...]) -> CallTest:
    _, first = scenario.rehearsal.start()
    name = f"{scenario.name or 'Call'}, call {number}"
    steps = [(None, first), *((step.message.heard, step.reply) for step in call)]
    return case_of(name, steps, scenario.rehearsal, scenario.plays)
