"""Runs the rules on a long scenario again after an edit: they look only at the blocks that may have findings.

Most rules judge each block on its own. A block in which they found nothing is *quiet*: as long as its nodes, the settings
and the target stay the same, they find nothing in it again, so they needn't look. Only this is cached, and no finding, so
no place can be out of date. Blocks that matter to rules about the whole scenario are never quiet, because such rules
see them only if they are looked at: those that start or end the call, whose follow-up ends it, or that have errors,
details or certain tags.
This is only for scenarios as written, in which the place of a finding tells its block. Laws in the tests compare the
findings with those of a new check.
"""

from bisect import bisect_right

from scn_compiler.lint.call_end import ENDING
from scn_compiler.lint.context import RuleContext, TextTraits, context_of, triggers_of
from scn_compiler.lint.registry import run_rules
from scn_compiler.lint.triggers.view import TriggerView, view_of
from scn_compiler.lint.triggers.words import is_english
from scn_compiler.platforms.kit.target import Target
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Block, Expression, FirstMessage, Script, Sentence
from scn_dsl.records import Record

_MOST_LOOKS = 4
"""The number of scenarios, with different settings or targets, whose quiet blocks are cached."""

_COMPARED = (ENDING, "dtmf", "ivr", "voicemail", "spell")
"""Tags that rules look for in a whole scenario. Texts with tags that contain one of these words are never skipped."""


class _Look(Record):
    """A look at an earlier version of a scenario.

    Attributes:
        surroundings: All that the rules know besides the blocks.
        triggers: The triggers, if the prefilter asked for no closer look at them.
        needs_closer_look: Whether the trigger rules ran.
        quiet: The quiet blocks, by the `id` of their actions. A block that only moved keeps its actions.
        loud: The indices of the blocks that aren't quiet.
        mark: The mark of the version of the scenario, if it has one.
    """

    surroundings: tuple[object, ...]
    triggers: tuple[Expression | Sentence, ...] | None
    needs_closer_look: bool
    quiet: dict[int, Block]
    loud: tuple[int, ...]
    mark: object | None


_looks: tuple[_Look, ...] = ()
"""The last looks; replaced as a whole, so threads can't see half of a change."""


def run_rules_again(
    script: Script,
    scenario: ResolvedScenario,
    target: Target,
    traits: TextTraits,
    unread: frozenset[str] = frozenset(),
) -> list[Diagnostic]:
    """Run the rules on a scenario, with the help of a look at an earlier version; `unread` as for `rules_for`.

    `cache_clear()` of the function forgets the earlier looks.
    """
    global _looks  # noqa: PLW0603
    flags = (traits.unusual, traits.braces, traits.halves)
    surroundings = (target, flags, unread, script.version, script.defaults, scenario.settings)
    others = _looks
    before = next((look for look in others if look.surroundings == surroundings), None)
    rows = _rows_to_look_at(scenario, before) if before else scenario.rows
    context = triggers = None
    if before and _has_same_triggers(scenario, before):
        triggers = before.triggers
        context = _context_without_others(script, scenario, target, traits, rows)
    if context is None:
        view, triggers = _view_of(scenario, before)
        context = context_of(script, scenario, target, traits, view, rows)
        if before and before.needs_closer_look != context.needs_closer_look:
            before = None
            context = context_of(script, scenario, target, traits, view)
    found = run_rules(context, unread)
    quiet_rows = _quiet_rows(context, found)
    quiet = {id(row.block.actions): row.block for row in quiet_rows}
    loud = {row.index for row in context.rows}.difference([row.index for row in quiet_rows])
    if before:
        quiet = _pruned({**before.quiet, **quiet}, scenario.rows)
    mark = scenario.version.mark if scenario.version else None
    look = _Look(surroundings, triggers, context.needs_closer_look, quiet, tuple(loud), mark)
    _looks = (look, *[each for each in others if each.surroundings != surroundings][: _MOST_LOOKS - 1])
    return found


def _cache_clear() -> None:
    global _looks  # noqa: PLW0603
    _looks = ()


run_rules_again.cache_clear = _cache_clear  # type: ignore[attr-defined]


def _rows_to_look_at(scenario: ResolvedScenario, before: _Look) -> tuple[ResolvedBlock, ...]:
    """Return the blocks that aren't quiet."""
    changed = scenario.version.changes_since(before.mark) if scenario.version else None
    if changed is None:
        return _without_quiet(scenario.rows, before.quiet)
    return tuple([scenario.rows[index] for index in sorted({*before.loud, *changed})])


def _has_same_triggers(scenario: ResolvedScenario, before: _Look) -> bool:
    """Return whether all triggers are known to be the same as in a look without the rules about triggers."""
    version = scenario.version
    changed = version.changes_since(before.mark) if version else None
    are_same = changed is not None and version is not None and (version.same_openings or not changed)
    return are_same and not before.needs_closer_look


def _context_without_others(
    script: Script,
    scenario: ResolvedScenario,
    target: Target,
    traits: TextTraits,
    rows: tuple[ResolvedBlock, ...],
) -> RuleContext | None:
    """Collect the triggers of these blocks only, as all triggers are plain; `None` if a rule about triggers may run."""
    view = view_of(triggers_of(rows), english=is_english(scenario), are_plain=True)
    context = context_of(script, scenario, target, traits, view, rows)
    opening_ends_call = any(row.index in context.ends for row in context.openings)
    return None if context.needs_closer_look or opening_ends_call else context


def _view_of(
    scenario: ResolvedScenario, before: _Look | None
) -> tuple[TriggerView, tuple[Expression | Sentence, ...] | None]:
    """Prepare the triggers; return them as well, if the prefilter asks for no closer look."""
    triggers = triggers_of(scenario.rows)
    written = tuple([trigger for _, trigger in triggers])
    are_plain = before is not None and before.triggers == written
    view = view_of(triggers, english=is_english(scenario), are_plain=are_plain)
    return view, None if view.needs_closer_look else written


def _without_quiet(rows: tuple[ResolvedBlock, ...], quiet: dict[int, Block]) -> tuple[ResolvedBlock, ...]:
    known = quiet.get
    return tuple(
        [
            row
            for row in rows
            if (other := known(id(row.block.actions))) is not row.block
            and not (other and _has_same_nodes(row.block, other))
        ]
    )


def _has_same_nodes(block: Block, other: Block) -> bool:
    return (
        other.opening is block.opening
        and other.label is block.label
        and other.details is block.details
        and other.broken is block.broken
    )


def _quiet_rows(context: RuleContext, found: list[Diagnostic]) -> list[ResolvedBlock]:
    """Return the blocks in which nothing was found, and that don't matter to rules about the whole scenario."""
    starts = [row.block.at for row in context.rows]
    skipped = {bisect_right(starts, each.span.start) - 1 for each in found}
    compared = {words.row.index for words in context.tagged if any(name in words.text for name in _COMPARED)}
    next_to_end = {context.scenario.rows[index].parent for index in context.ends}
    never = compared | context.ends | next_to_end
    return [
        row
        for number, row in enumerate(context.rows)
        if number not in skipped
        and row.index not in never
        and row.block.actions
        and not (row.block.details or row.block.broken or isinstance(row.block.opening, FirstMessage))
    ]


def _pruned(quiet: dict[int, Block], rows: tuple[ResolvedBlock, ...]) -> dict[int, Block]:
    """Drop blocks that are gone, once they are the majority."""
    if len(quiet) <= 2 * len(rows):
        return quiet
    here = {id(row.block.actions) for row in rows}
    return {key: block for key, block in quiet.items() if key in here}
