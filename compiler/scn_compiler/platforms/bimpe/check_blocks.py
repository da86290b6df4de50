"""Checks of blocks: everything that neither a rule nor a flow can express."""

from collections.abc import Callable, Iterator
from functools import partial

from scn_compiler.platforms.bimpe.blocks import is_flow, is_rule, speech_of
from scn_compiler.platforms.bimpe.ids import has_own_id, identity_of, ids_of
from scn_compiler.platforms.bimpe.trigger import has_and, keywords_of, weights_of
from scn_compiler.platforms.bimpe.vocabulary import FLOW_LINES, RULE_LINES, STEP_LINES
from scn_compiler.platforms.kit.unsupported import unsupported_details, unsupported_marks
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_compiler.semantics.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.nodes import Do, EndCall, FirstMessage, Say, Sentence, Text, Wait, When
from scn_dsl.source import Span

_RULE, _FLOW, _STEP = "a Bimpe rule", "a Bimpe flow", "a step of a Bimpe flow"


def check_blocks(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report lines of blocks that the payload leaves out, and blocks whose meaning would change."""
    yield from _branches(scenario)
    yield from _ids(scenario)
    roots: dict[int, ResolvedBlock] = {}
    for row in scenario.rows:
        roots[row.index] = row if row.parent is None else roots[row.parent]
        if row.block.broken:
            continue
        yield from _actions(row)
        if is_rule(row):
            yield from _rule(row)
        elif is_flow(row):
            yield from _flow(row)
        elif isinstance(row.block.opening, FirstMessage):
            message = "a first message has no equivalent in a Bimpe workflow"
            hint = "remove this block, and describe the greeting in `role:`"
            yield report("unsupported-by-target", row.span, message, hint)
            yield from unsupported_details(row, (), "a first message")
        else:
            yield from _follow_up(row, roots[row.index])


def _rule(row: ResolvedBlock) -> Iterator[Diagnostic]:
    yield from unsupported_details(row, RULE_LINES, _RULE)
    if row.details and speech_of(row) is None and row.get("run") is None:
        message = "this rule neither says nor runs anything"
        hint = "add `say: …` or `run: …` below this line"
        yield report("missing-action", row.span, message, hint, severity=Severity.WARNING)


def _flow(row: ResolvedBlock) -> Iterator[Diagnostic]:
    trigger = row.block.opening.trigger if isinstance(row.block.opening, When) else None
    if trigger is None or isinstance(trigger, Sentence):
        return
    if has_and(trigger):
        message = "`AND` has no equivalent in a Bimpe flow, because any one keyword starts the flow"
        hint = "replace `AND` with `OR`, or write a sentence: `WHEN The customer asks …`"
        yield report("unsupported-by-target", row.span, message, hint, severity=Severity.ERROR)
    keywords = keywords_of(trigger)
    for keyword in keywords:
        if not keyword.text.strip():
            hint = "write a word that the customer says, or remove the keyword"
            span = row.block.place(keyword.span)
            yield report("empty-text", span, "this keyword is empty", hint, severity=Severity.WARNING)
    _, problems = weights_of(row, tuple(keyword.text for keyword in keywords))
    yield from problems
    yield from unsupported_details(row, FLOW_LINES, _FLOW)
    yield from _step(row)


def _step(row: ResolvedBlock) -> Iterator[Diagnostic]:
    """Report a second follow-up text of a step, and an action that isn't text."""
    follow_ups = [value for name, value in row.details if name == "follow_up"]
    for value in follow_ups[1:]:
        message = f"{_STEP} can have only one `follow_up:`"
        hint = "move this text to the `say:` of a `THEN` block"
        yield report("unsupported-by-target", value.name, message, hint, severity=Severity.ERROR)
    for value in follow_ups:
        yield from check_marks(value)
    action = dict(row.details).get("run")
    if action and action.value is None:
        yield report("bad-field-value", action.span, "the action of a step must be text", "remove this line")


def _follow_up(row: ResolvedBlock, root: ResolvedBlock) -> Iterator[Diagnostic]:
    if isinstance(root.block.opening, FirstMessage):
        message = "a follow-up to the first message has no equivalent in a Bimpe workflow"
        yield report("unsupported-by-target", row.span, message, "replace this block with a `WHEN` block")
    elif is_rule(root):
        message = "a Bimpe rule answers only once and can't have a follow-up"
        hint = 'turn the rule into a flow with steps: write its trigger as `WHEN contains "…"`'
        yield report("unsupported-by-target", row.span, message, hint, severity=Severity.ERROR)
    yield from unsupported_details(row, STEP_LINES, _STEP)
    yield from _step(row)


def _branches(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report second follow-ups: the steps of a flow are a chain."""
    first: dict[int, ResolvedBlock] = {}
    for row in scenario.rows:
        if row.parent is not None and row.parent in first:
            related = (Related("the first one is here", first[row.parent].span),)
            message = "the parent of this block already has a follow-up; the steps of a Bimpe flow form a single chain"
            hint = "to continue the chain, move this block right below the first follow-up and open it with `THEN`"
            yield report("branching-followup", row.span, message, hint, related=related)
        elif row.parent is not None:
            first[row.parent] = row


def _ids(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report rules with the same id. Duplicate labels are reported for every target."""
    rules = tuple(row for row in scenario.rows if is_rule(row))
    first: dict[str, ResolvedBlock] = {}
    alike: dict[tuple[str, ...], ResolvedBlock] = {}
    for row, id_ in zip(rules, ids_of(rules), strict=True):
        if id_ in first and (row.get("slug") is not None or first[id_].get("slug") is not None):
            related = (Related("the other rule is here", first[id_].span),)
            message = f"two rules have the id `{id_}`, so one might replace the other"
            hint = "give one of the rules a different `slug:` or label"
            yield report("duplicate-id", row.span, message, hint, severity=Severity.WARNING, related=related)
        elif not has_own_id(row) and identity_of(row) in alike:
            related = (Related("the first one is here", alike[identity_of(row)].span),)
            message = f"another rule has the same trigger, so only their order decides which one gets the id `{id_}`"
            hint = "give each rule a label or a `slug:`"
            yield report("duplicate-id", row.span, message, hint, severity=Severity.WARNING, related=related)
        if not has_own_id(row):
            alike.setdefault(identity_of(row), row)
        first.setdefault(id_, row)


def _actions(row: ResolvedBlock) -> Iterator[Diagnostic]:
    for action in row.block.actions:
        match action:
            case Say():
                yield from _marks(action.text.value, partial(_located, row, action.text))
            case Do():
                message = "a Bimpe agent would speak this instruction word for word"
                hint = "write the agent's words as `say: …`, or move the instruction to `role:`"
                span = row.block.place(action.span)
                yield report("unsupported-by-target", span, message, hint, severity=Severity.ERROR)
            case EndCall():
                message = "`end call` has no equivalent in a Bimpe workflow"
                hint = "replace `end call` with `run: …` and the agent action that ends the call"
                yield report("unsupported-by-target", row.block.place(action.span), message, hint)
            case Wait():
                message = "`wait` has no equivalent in a Bimpe workflow"
                yield report("unsupported-by-target", row.block.place(action.span), message, "remove `wait`")
            case _:
                pass


def _located(row: ResolvedBlock, text: Text, start: int, end: int) -> Span:
    return row.block.place(text.locate(start, end))


def check_marks(value: Value) -> Iterator[Diagnostic]:
    """Report the tags, markers and templates in the text of a line; Bimpe documents none."""
    if isinstance(value.value, str):
        yield from _marks(value.value, value.locate)


def _marks(text: str, place: Callable[[int, int], Span]) -> Iterator[Diagnostic]:
    return unsupported_marks(text, place, "Bimpe", "is sent literally")
