"""Lists the conditions of scripts: each block of each scenario, and what of it can be measured on transcripts."""

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.rehearsal.policy import DEFAULT, Policy, policy_of
from scn_compiler.semantics.languages import language_code
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.nodes import FOLLOW_UPS, After, Expression, Sentence, When
from scn_dsl.records import Record, replace
from scn_dsl.source import Source
from scn_grammar.printer import trigger_text

BY_KEYWORDS = "keywords"
SENTENCE = "sentence"
FOLLOW_UP = "follow-up"

NOT_MEASURED = {
    SENTENCE: "the platform's model judges sentences; a cassette with verdicts measures them",
    FOLLOW_UP: "a follow-up runs after its parent, whatever the agent says",
}
"""Why conditions of these kinds have no figures."""


class Condition(Record):
    """The condition on which a block runs.

    Attributes:
        script: The path of the script.
        scenario: The name of the scenario; `None` if it has none.
        number: The number of the scenario among those that were chosen in the script, from 1.
        path: The file that has the block: the script, or a file that it imports.
        line: The line of the block in that file, from 1.
        id: The number that the platform refers to the block by.
        kind: `keywords`, `sentence` or `follow-up`.
        wording: The trigger as scn writes it; for a follow-up, `THEN` or `AFTER` with a label.
        trigger: The expression of keywords, or the sentence; `None` for a follow-up.
        language: The code of the scenario's language; `None` if it is unknown.
        words: Whether keywords count `inside` longer words, or only `whole` ones: the configured answer to the open question
            of that name.
    """

    script: str
    scenario: str | None
    number: int
    path: str
    line: int
    id: int
    kind: str
    wording: str
    trigger: Expression | str | None = None
    language: str | None = None
    words: str = DEFAULT.words

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


def script_conditions(text: str, path: str, config: Config = Config()) -> tuple[Condition, ...]:
    """List the conditions of a script, in the order of its scenarios and blocks; parts that don't parse are skipped.

    Args:
        text: The script.
        path: Its file.
        config: The configuration of the project; it also chooses the scenarios.
    """
    compiled = compile_text(text, path=path, config=config, payloads=False)
    return conditions_in(compiled, Source(text, path), policy_of(config.policy))


def conditions_in(compiled: Compiled, script: Source, policy: Policy) -> tuple[Condition, ...]:
    """List the conditions of a compiled script.

    Args:
        script: Its text, with the name to show.
    """
    path = script.path or ""
    sources = {each.path: each for each in (*compiled.sources, replace(script, path=path))}
    return tuple(
        _condition(row, scenario, number, path, sources, policy)
        for number, scenario in enumerate(compiled.document.scenarios, 1)
        for row in scenario.rows
        if isinstance(row.block.opening, (When, *FOLLOW_UPS))
    )


def _condition(
    row: ResolvedBlock,
    scenario: ResolvedScenario,
    number: int,
    script: str,
    sources: dict[str | None, Source],
    policy: Policy,
) -> Condition:
    span, opening = row.span, row.block.opening
    path = span.origin.path if span.origin and span.origin.path in sources else script
    language = scenario.settings.get("language")
    kind, wording, trigger = FOLLOW_UP, "THEN", None
    if isinstance(opening, When):
        trigger = opening.trigger.text.value if isinstance(opening.trigger, Sentence) else opening.trigger
        kind = SENTENCE if isinstance(trigger, str) else BY_KEYWORDS
        wording = trigger_text(opening.trigger)
    elif isinstance(opening, After):
        wording = f"AFTER @{opening.label.name}"
    return Condition(
        script,
        scenario.name,
        number,
        path or script,
        sources[path].position(span.start).line,
        row.id,
        kind,
        wording,
        trigger,
        language_code(language) if isinstance(language, str) else None,
        policy.words,
    )
