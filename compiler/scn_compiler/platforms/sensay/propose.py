"""Lines proposed for a note, from the rest of the script: the caller's questions, keywords, the call's purpose."""

import re
from collections.abc import Iterable, Iterator

from scn_compiler.platforms.kit.script_lines import field_of
from scn_compiler.platforms.kit.target import Proposal
from scn_compiler.platforms.sensay.vocabulary import FIELD_KEYS, SUMMARY_LIMIT
from scn_dsl.nodes import Contains, Expression, Field, Say, Scenario, Script, Sentence, Setting, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_grammar.markup import Template, scan
from scn_grammar.printer import print_script

_BETWEEN = lazy_pattern(r"(?<=[.!?…])\s+(?![a-z0-9\s])|(?<=[。！？])\s*")
_ASKS = lazy_pattern(r"[?？][\"'”’)\]]*$")
_SOURCES = ("purpose", "role")
"""Fields that summarize a call, the better one first."""


def propose(script: Script) -> tuple[Script, tuple[Proposal, ...]]:
    """Return `script` with proposed lines for missing parts of its notes, and these lines by scenario."""
    scenarios: list[Scenario] = []
    proposals: list[Proposal] = []
    for scenario in script.scenarios:
        lines = tuple(_lines(scenario, (*script.defaults, *scenario.settings)))
        scenarios.append(replace(scenario, settings=(*scenario.settings, *lines)))
        name = scenario.title.value.value if scenario.title else None
        proposals.extend(Proposal(name or None, _shown(line)) for line in lines)
    return replace(script, scenarios=tuple(scenarios)), tuple(proposals)


def _lines(scenario: Scenario, settings: tuple[Setting, ...]) -> Iterator[Field]:
    at = scenario.title.at if scenario.title else min((each.at for each in scenario.blocks), default=0)
    for name in FIELD_KEYS:
        for value in _values(name, scenario, settings) if not _is_said(name, settings) else ():
            yield replace(field_of(name, value), at=at)


def _is_said(name: str, settings: tuple[Setting, ...]) -> bool:
    """Return whether the script sets a field or names it in `empty:`."""
    for setting in settings:
        if isinstance(setting, Field) and setting.name == "empty":
            if name in re.split(r"[,\s\"\[\]]+", setting.value.value):
                return True
        elif getattr(setting, "key", setting.name if isinstance(setting, Field) else "") in (
            name,
            FIELD_KEYS[name],
        ):
            return True
    return False


def _values(name: str, scenario: Scenario, settings: tuple[Setting, ...]) -> Iterable[str]:
    match name:
        case "summary":
            return _summary(settings)
        case "question":
            return dict.fromkeys(_questions(scenario))
        case _:
            topics = [text.strip() for text in _topics(scenario)]
            first = {topic.casefold(): topic for topic in reversed(topics) if topic}
            return reversed(first.values())


def _summary(settings: tuple[Setting, ...]) -> Iterator[str]:
    texts = {each.name: each.value.value for each in settings if isinstance(each, Field) and not each.raw}
    source = next((texts[name] for name in _SOURCES if texts.get(name)), "")
    if source and len(source.encode("utf-16-le", "surrogatepass")) // 2 <= SUMMARY_LIMIT:
        yield source


def _questions(scenario: Scenario) -> Iterator[str]:
    """Yield the questions that the caller asks word for word, except those with a template."""
    for block in scenario.blocks:
        for action in block.actions:
            if isinstance(action, Say):
                for sentence in _BETWEEN.split(_spoken(action.text.value)):
                    words = " ".join(sentence.split())
                    if _ASKS.search(words) and "{{" not in words:
                        yield words


def _spoken(text: str) -> str:
    """Return a text without its tags and markers."""
    for mark in reversed(scan(text)):
        if not isinstance(mark, Template):
            text = f"{text[: mark.start]} {text[mark.end :]}"
    return text


def _topics(scenario: Scenario) -> Iterator[str]:
    for block in scenario.blocks:
        opening = block.opening
        if isinstance(opening, When) and not isinstance(opening.trigger, Sentence):
            yield from _keywords(opening.trigger)


def _keywords(trigger: Expression) -> Iterator[str]:
    if isinstance(trigger, Contains):
        yield trigger.text
    else:
        for operand in trigger.operands:
            yield from _keywords(operand)


def _shown(line: Field) -> str:
    script = Script(defaults=(line,))
    if "$" in line.value.value:
        from scn_compiler.reuse.substitution import literal_script  # noqa: PLC0415  (few texts have dollar signs)

        script = literal_script(script)
    return print_script(script).strip()
