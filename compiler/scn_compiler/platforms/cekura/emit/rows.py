"""Blocks as conditional actions in either form: rows with ids, or when/say/then."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.expressions import TooMany, flat_text
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import After, Block, Do, EndCall, FirstMessage, Say, Sentence, Then, Undecided, Wait, When

ENDCALL = "<endcall />"
FIRST_CONDITION = "FIRST_MESSAGE"
AI_OPEN, AI_CLOSE = "<ai_generated>", "</ai_generated>"


def _action_of(block: Block) -> tuple[str, bool]:
    """Return the text of a block's action on the wire, and whether it's spoken word for word."""
    words = ""
    verbatim = True
    if len(block.actions) == 1 and isinstance(block.actions[0], Say | Do):
        return block.actions[0].text.value, isinstance(block.actions[0], Say)
    for action in block.actions:
        match action:
            case Say() | Undecided():
                words = action.text.value
            case Do():
                words, verbatim = action.text.value, False
            case EndCall():
                words = f"{words} {ENDCALL}" if words else ENDCALL
            case Wait():
                pass
            case _:
                from typing import assert_never  # noqa: PLC0415  (never runs)

                assert_never(action)
    return words, verbatim


def _condition_of(row: ResolvedBlock) -> str | int | None:
    """Return the trigger of a row on the wire; `None` for a follow-up with an unknown parent."""
    match row.block.opening:
        case FirstMessage():
            return FIRST_CONDITION
        case When(trigger=Sentence(text=text)):
            return text.value
        case When(trigger=trigger):
            try:
                return flat_text(trigger)  # type: ignore[arg-type]  # a Sentence matched above
            except TooMany:
                return ""
        case Then() | After():
            return row.parent_id
        case _:
            from typing import assert_never  # noqa: PLC0415  (never runs)

            return assert_never(row.block.opening)


def id_rows(scenario: ResolvedScenario) -> list[Json]:
    """Return the `conditions` of the id-based form, each with all five keys (docs 2026-04-30)."""
    rows: list[Json] = []
    for row in scenario.rows:
        action, verbatim = _action_of(row.block)
        follows_up = row.follows_up
        rows.append(
            {
                "id": row.id,
                "condition": row.parent_id if follows_up else _condition_of(row),
                "action": action,
                "type": "action_followup" if follows_up else "standard",
                "fixed_message": verbatim,
            }
        )
    return rows


def id_actions(scenario: ResolvedScenario) -> dict[str, Json]:
    """Return the id-based conditional actions, without functions."""
    return {**_role(scenario), "conditions": id_rows(scenario)}


def when_actions(scenario: ResolvedScenario) -> dict[str, Json]:
    """Return the when/say/then conditional actions, without functions (skill reference after 2026-09-10)."""
    actions: dict[str, Json] = _role(scenario)
    conditions: list[Json] = []
    children = {child.parent: child for child in reversed(scenario.rows) if child.parent is not None}
    for row in scenario.rows:
        if row.follows_up:
            continue
        then = [_step(child.block) for child in _chain(row, children)]
        match row.block.opening:
            case FirstMessage():
                say = _action_of(row.block)[0]
                actions["first_message"] = {"say": say, "then": then} if then else say
            case When():
                condition: dict[str, Json] = {"when": _condition_of(row), "say": _step(row.block)}
                conditions.append({**condition, "then": then} if then else condition)
            case Then() | After():
                pass
    return {**actions, "conditions": conditions} if conditions else actions


def check_branches(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report second follow-ups of a block, which a chain can't have."""
    first: dict[int, ResolvedBlock] = {}
    for row in scenario.rows:
        if row.parent is None:
            continue
        if row.parent in first:
            related = (Related("the first one is here", first[row.parent].span),)
            message = "the parent of this block already has a follow-up; a `then` list is a single chain"
            hint = (
                "move this block right below the first follow-up and open it with `THEN`, "
                "or compile to a target with ids (`-t cekura`)"
            )
            yield report("branching-followup", row.span, message, hint, related=related)
        first.setdefault(row.parent, row)


def _role(scenario: ResolvedScenario) -> dict[str, Json]:
    role = scenario.settings.get("role")
    return {} if role is None else {"role": role}


def _chain(row: ResolvedBlock, children: dict[int, ResolvedBlock]) -> Iterator[ResolvedBlock]:
    while (child := children.get(row.index)) is not None:
        yield child
        row = child


def _step(block: Block) -> str:
    words, verbatim = _action_of(block)
    return words if verbatim else f"{AI_OPEN}{words}{AI_CLOSE}"
