"""Blocks as rules and flows: a sentence becomes a rule; keywords and their follow-ups become a flow."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.bimpe.ids import ids_of, rule_name_of, trigger_words_of
from scn_compiler.platforms.bimpe.trigger import keywords_of, weights_of
from scn_compiler.platforms.bimpe.vocabulary import STEP_LINES, TEXT_RESPONSE
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.nodes import WORDLESS, Sentence, When


def is_rule(row: ResolvedBlock) -> bool:
    opening = row.block.opening
    return isinstance(opening, When) and isinstance(opening.trigger, Sentence)


def is_flow(row: ResolvedBlock) -> bool:
    return isinstance(row.block.opening, When) and not is_rule(row)


def rules_of(scenario: ResolvedScenario) -> list[Json]:
    """Return the rules, in the order of the script.

    Shapes:
        label, `slug:` -> id          `title:`   -> name
        WHEN sentence  -> trigger     `only_if:` -> condition
        `say:`         -> response    `run:`     -> action
    """
    rows = tuple(row for row in scenario.rows if is_rule(row))
    return [_rule(row, id_) for row, id_ in zip(rows, ids_of(rows), strict=True)]


def _rule(row: ResolvedBlock, id_: str) -> dict[str, Json]:
    details = {name: value.value for name, value in row.details}
    rule: dict[str, Json] = {"id": id_, "name": rule_name_of(row), "trigger": trigger_words_of(row)}
    if "only_if" in details:
        rule["condition"] = details["only_if"]
    rule["response"] = speech_of(row) or ""
    if "run" in details:
        rule["action"] = details["run"]
    rule["enabled"] = details.get("enabled") is not False
    return rule


def flows_of(scenario: ResolvedScenario) -> list[Json]:
    """Return the flows, in the order of the script.

    Shapes:
        WHEN contains "a" OR contains "b" -> trigger_keywords
        the block and its follow-ups      -> a step each, if it says or does anything
    """
    following: dict[int, ResolvedBlock] = {}
    for each in scenario.rows:
        if each.parent is not None:
            following.setdefault(each.parent, each)
    return [_flow(row, following) for row in scenario.rows if is_flow(row)]


_OF_FLOW = {"about": "description", "group": "category", "priority": "priority", "enabled": "is_active"}


def _flow(row: ResolvedBlock, following: dict[int, ResolvedBlock]) -> dict[str, Json]:
    details = {name: value.value for name, value in row.details}
    flow: dict[str, Json] = {"name": rule_name_of(row)}
    flow |= {key: details[name] for name, key in _OF_FLOW.items() if name in details}
    trigger = row.block.opening.trigger if isinstance(row.block.opening, When) else None
    assert trigger is not None and not isinstance(trigger, Sentence)
    words = tuple(keyword.text for keyword in keywords_of(trigger))
    weights, _ = weights_of(row, words)
    flow["trigger_keywords"] = [
        {"keyword": word, **({"weight": weights[place]} if place in weights else {})}
        for place, word in enumerate(words)
    ]
    steps = [_step(each) for each in _chain(row, following) if each.follows_up or is_step(each)]
    return {**flow, "conversation_steps": steps} if steps else flow


def _chain(row: ResolvedBlock, following: dict[int, ResolvedBlock]) -> Iterator[ResolvedBlock]:
    """Yield a block, its first follow-up, that one's first follow-up, and so on."""
    step: ResolvedBlock | None = row
    while step is not None:
        yield step
        step = following.get(step.index)


def is_step(row: ResolvedBlock) -> bool:
    """Return whether the block that opens a flow is also a step of it."""
    return speech_of(row) is not None or any(name in STEP_LINES for name, _ in row.details)


def _step(row: ResolvedBlock) -> dict[str, Json]:
    details = {name: value.value for name, value in reversed(row.details)}
    step: dict[str, Json] = {"type": details.get("kind", TEXT_RESPONSE)}
    if (words := speech_of(row)) is not None:
        step["content"] = words
    step |= {
        key: details[name] for name, key in (("run", "action"), ("follow_up", "followup")) if name in details
    }
    return step


def speech_of(row: ResolvedBlock) -> str | None:
    """Return the text of a block; `None` if it has none."""
    texts = (action.text.value for action in row.block.actions if not isinstance(action, WORDLESS))
    return next(texts, None)
