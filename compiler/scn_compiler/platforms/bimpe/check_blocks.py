"""Checks of blocks: what neither a rule nor a flow can say."""

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
    """Report what the blocks of a scenario lose, and what would mean something else."""
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
            message = "a Bimpe workflow has no place for a first message"
            hint = "say in `role:` how the agent greets"
            yield report("unsupported-by-target", row.span, message, hint)
            yield from unsupported_details(row, (), "a first message")
        else:
            yield from _follow_up(row, roots[row.index])


def _rule(row: ResolvedBlock) -> Iterator[Diagnostic]:
    yield from unsupported_details(row, RULE_LINES, _RULE)
    if row.details and speech_of(row) is None and row.get("run") is None:
        message = "this rule neither says nor runs anything"
        hint = "write `say: …` or `run: …` below it"
        yield report("missing-action", row.span, message, hint, severity=Severity.WARNING)


def _flow(row: ResolvedBlock) -> Iterator[Diagnostic]:
    trigger = row.block.opening.trigger if isinstance(row.block.opening, When) else None
    if trigger is None or isinstance(trigger, Sentence):
        return
    if has_and(trigger):
        message = "any one of its keywords starts a Bimpe flow, and AND wants several"
        hint = "write OR, or a sentence: `WHEN The customer asks …`"
        yield report("unsupported-by-target", row.span, message, hint, severity=Severity.ERROR)
    keywords = keywords_of(trigger)
    for keyword in keywords:
        if not keyword.text.strip():
            hint = "write what the customer says, or take it out"
            span = row.block.place(keyword.span)
            yield report("empty-text", span, "this keyword has no words", hint, severity=Severity.WARNING)
    _, problems = weights_of(row, tuple(keyword.text for keyword in keywords))
    yield from problems
    yield from unsupported_details(row, FLOW_LINES, _FLOW)
    yield from _step(row)


def _step(row: ResolvedBlock) -> Iterator[Diagnostic]:
    """A step has one follow-up text, and its action is text."""
    follow_ups = [value for name, value in row.details if name == "follow_up"]
    for value in follow_ups[1:]:
        message = f"{_STEP} has one `follow_up:`, and this is another"
        hint = "make it the `follow_up:` of a THEN"
        yield report("unsupported-by-target", value.name, message, hint, severity=Severity.ERROR)
    for value in follow_ups:
        yield from check_marks(value)
    action = dict(row.details).get("run")
    if action and action.value is None:
        yield report("bad-field-value", action.span, "the action of a step is text", "take the line out")


def _follow_up(row: ResolvedBlock, root: ResolvedBlock) -> Iterator[Diagnostic]:
    if isinstance(root.block.opening, FirstMessage):
        message = "a Bimpe workflow has no place for what follows up a first message"
        yield report("unsupported-by-target", row.span, message, "begin with a WHEN")
    elif is_rule(root):
        message = "a Bimpe rule answers once, and nothing follows it up"
        hint = 'write `WHEN contains "…"` above: a flow has steps'
        yield report("unsupported-by-target", row.span, message, hint, severity=Severity.ERROR)
    yield from unsupported_details(row, STEP_LINES, _STEP)
    yield from _step(row)


def _branches(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report second follow-ups: the steps of a flow are a chain."""
    first: dict[int, ResolvedBlock] = {}
    for row in scenario.rows:
        if row.parent is not None and row.parent in first:
            related = (Related("the first one is here", first[row.parent].span),)
            message = "this is the second follow-up of one block, and the steps of a flow are a chain"
            hint = "let it follow up the first one: THEN right below that"
            yield report("branching-followup", row.span, message, hint, related=related)
        elif row.parent is not None:
            first[row.parent] = row


def _ids(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report two rules with one id; duplicate labels are checked for every target."""
    rules = tuple(row for row in scenario.rows if is_rule(row))
    first: dict[str, ResolvedBlock] = {}
    alike: dict[tuple[str, ...], ResolvedBlock] = {}
    for row, id_ in zip(rules, ids_of(rules), strict=True):
        if id_ in first and (row.get("slug") is not None or first[id_].get("slug") is not None):
            related = (Related("it has it already", first[id_].span),)
            message = f"the id `{id_}` is given to two rules, and one may replace the other"
            hint = "give one of them another `slug:` or label"
            yield report("duplicate-id", row.span, message, hint, severity=Severity.WARNING, related=related)
        elif not has_own_id(row) and identity_of(row) in alike:
            related = (Related("the first one is here", alike[identity_of(row)].span),)
            message = f"another rule waits for the same, and only their order says which of them is `{id_}`"
            hint = "give each a label or a `slug:`"
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
                message = "Bimpe says what stands here word for word, and `do:` is an instruction"
                hint = "write the words as `say: …`, or the instruction into `role:`"
                span = row.block.place(action.span)
                yield report("unsupported-by-target", span, message, hint, severity=Severity.ERROR)
            case EndCall():
                message = "a Bimpe agent cannot be told to end the call"
                hint = "name an action of the agent that does it: `run: …`"
                yield report("unsupported-by-target", row.block.place(action.span), message, hint)
            case Wait():
                message = "a Bimpe agent cannot be told to wait"
                yield report("unsupported-by-target", row.block.place(action.span), message, "take it out")
            case _:
                pass


def _located(row: ResolvedBlock, text: Text, start: int, end: int) -> Span:
    return row.block.place(text.locate(start, end))


def check_marks(value: Value) -> Iterator[Diagnostic]:
    """Report the marks in the text of a line; Bimpe is not known to have any."""
    if isinstance(value.value, str):
        yield from _marks(value.value, value.locate)


def _marks(text: str, place: Callable[[int, int], Span]) -> Iterator[Diagnostic]:
    hint = "take it out, if it is not meant to be read"
    return unsupported_marks(text, place, "Bimpe", "is said as it is", hint)
