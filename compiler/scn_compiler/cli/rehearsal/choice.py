"""Chooses the scenario of a script that a command plays."""

from pathlib import Path

from scn_compiler import api
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.config import Config
from scn_compiler.pipeline.plays import not_one, plays_texts, scenarios_named
from scn_compiler.project.console import usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, read_all
from scn_compiler.rehearsal.engine import Rehearsal, rehearse
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.records import Record, field
from scn_dsl.source import NOWHERE, Source


class ChosenScenario(Record):
    """A scenario to play.

    Attributes:
        name: Its name.
        plays: The text of a `plays:` line for it, if the script has several.
        config: The configuration of the script.
        others: The other scenarios of the script that can be played, by the texts of `plays:` lines for them; the first
            of those with the same text.
        unnamed: How many more scenarios can be played, but have no such text, or that of an earlier scenario.
    """

    source: Source
    rehearsal: Rehearsal
    name: str | None
    plays: str | None
    config: Config
    others: dict[str, ResolvedScenario] = field(default_factory=dict, compare=False)
    unnamed: int = 0


def choose_scenario(file: str, scenario: str | None, configs: ConfigDiscovery) -> ChosenScenario:
    """Read a script and choose the scenario of this name, or its first one; errors in the script end the command.

    Raises:
        click.UsageError: for a folder, and for a name that no scenario has.
        SystemExit: if the script can't be read or has errors.
    """
    if Path(file).is_dir():
        raise usage_error(f"{file} is a folder: name a single script")
    texts, _ = read_all(configs.find_scripts((file,)))
    if not texts:
        raise SystemExit(EXIT_UNREADABLE)
    each, text = texts[0]
    project = configs.config_for(each.location)
    compiled = api.compile_text(text, path=each.file_path, config=project.config)
    report = ProblemReport()
    report.add_errors(each, text, compiled, project)
    if report.printed:
        raise SystemExit(1)
    scenarios = [one for one in compiled.document.scenarios if one.rows]
    index = _named(scenarios, scenario)
    chosen = scenarios[index]
    texts_of_plays = plays_texts(scenarios)
    others = _others(index, texts_of_plays, scenarios)
    return ChosenScenario(
        Source(text, each.display_name),
        rehearse(chosen),
        chosen.name,
        texts_of_plays[index] if len(scenarios) > 1 else None,
        project.config,
        others,
        len(scenarios) - 1 - len(others),
    )


def _others(
    chosen: int, texts_of_plays: list[str], scenarios: list[ResolvedScenario]
) -> dict[str, ResolvedScenario]:
    others: dict[str, ResolvedScenario] = {}
    for words, each in zip(texts_of_plays, scenarios, strict=True):
        if words and words != texts_of_plays[chosen]:
            others.setdefault(words, each)
    return others


def _named(scenarios: list[ResolvedScenario], name: str | None) -> int:
    if not scenarios:
        raise usage_error("this script has no scenario with blocks to play")
    if name is None:
        return 0
    found = scenarios_named(name, scenarios)
    if len(found) == 1:
        return found[0]
    problem = not_one(NOWHERE, name, found, scenarios)
    raise usage_error(f"--scenario: {problem.message}: {problem.hint}")
