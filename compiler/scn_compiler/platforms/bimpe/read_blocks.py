"""Rules and flows to blocks, with no more lines than the same rules and flows need."""

from collections import Counter
from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath, show_path
from scn_compiler.platforms.bimpe.ids import name_of, slug_of
from scn_compiler.platforms.bimpe.vocabulary import TEXT_RESPONSE
from scn_compiler.platforms.kit.reading import Remarks
from scn_compiler.platforms.kit.script_lines import detail_of
from scn_dsl.nodes import (
    Block,
    Contains,
    Detail,
    Expression,
    Label,
    Or,
    Say,
    Sentence,
    Text,
    Then,
    When,
)
from scn_dsl.patterns import lazy_pattern
from scn_grammar.lines import UNSEEN

_LABEL = lazy_pattern(r"[a-z][a-z0-9_-]*")
_NUMBER = lazy_pattern(r"0|[1-9][0-9]{0,17}")


def read_rules(rules: list[dict[str, Json]]) -> Iterator[Block]:
    """Yield a block for each rule, with its id as a label if possible, otherwise as a `slug:`."""
    ids = [rule.get("id") for rule in rules]
    numbers = [int(id_) for id_ in ids if id_ and _NUMBER.fullmatch(id_)]
    counted = len(numbers) == len(ids) and numbers == sorted(set(numbers))
    times = Counter(ids)
    for rule in rules:
        id_ = rule.get("id")
        alone = times[id_] == 1
        fits = id_ is not None and alone and bool(_LABEL.fullmatch(id_) or counted)
        yield _rule(rule, *_known_by(rule, alone=alone, fits=fits))


def _known_by(rule: dict[str, Json], *, alone: bool, fits: bool) -> tuple[Label | None, tuple[Detail, ...]]:
    """Return the label and the lines that give a rule its name and id.

    Args:
        alone: Whether its id is unique.
        fits: Whether the id can be a label.
    """
    id_, name, trigger = rule.get("id"), rule.get("name"), rule["trigger"]
    title = () if name is None else (detail_of("title", name),)
    by_itself = () if name == name_of(None, trigger) else title
    if id_ is None or (alone and id_ == slug_of(trigger if not by_itself else name or trigger)):
        short = fits and bool(by_itself) and name == name_of(id_, trigger)
        return (Label(name=id_), ()) if short and id_ else (None, by_itself)
    if fits:
        return Label(name=id_), () if name == name_of(id_, trigger) else title
    return None, (*by_itself, detail_of("slug", id_))


def _rule(rule: dict[str, Json], label: Label | None, known: tuple[Detail, ...]) -> Block:
    details = [*known]
    details += [detail_of(name, rule[key]) for name, key in _OF_RULE if key in rule]
    if rule.get("enabled") is False:
        details.append(detail_of("enabled", False))
    response = rule.get("response")
    if not response and not details:
        details.append(detail_of("enabled", True))
    trigger = When(trigger=Sentence(text=Text(value=rule["trigger"])))
    return Block(label=label, opening=trigger, actions=_say(response), details=tuple(details))


_OF_RULE = (("only_if", "condition"), ("run", "action"))


def _say(text: str | None) -> tuple[Say, ...]:
    return (Say(text=Text(value=text)),) if text else ()


_OF_FLOW = (
    ("about", "description"),
    ("group", "category"),
    ("priority", "priority"),
    ("enabled", "is_active"),
)


def read_flow(flow: dict[str, Json], path: JsonPath, remarks: Remarks) -> Iterator[Block]:
    """Yield the block of a flow and those of its later steps; nothing for a flow that no trigger can start."""
    keywords = flow.get("trigger_keywords") or []
    words = [keyword.get("keyword", "") for keyword in keywords]
    name = flow.get("name")
    if not words or not all(word.strip() and not UNSEEN.search(word) for word in words):
        what = (
            "has a keyword that's blank or contains control characters"
            if any(words)
            else "has no keywords, so nothing starts it"
        )
        message = f"`{show_path(path)}` {what}; scn keeps the flow in a patch"
        remarks.note(
            "empty-entry",
            path,
            message,
            'to get a block, give the flow keywords: `"trigger_keywords": [{"keyword": "…"}]`',
        )
        return
    details: list[Detail] = []
    if name is not None and name != name_of(None, ", ".join(words)):
        details.append(detail_of("title", name))
    details += [detail_of(detail, flow[key]) for detail, key in _OF_FLOW if key in flow]
    weighed = [f"{each.get('keyword', '')} {each['weight']}" for each in keywords if "weight" in each]
    if weighed:
        details.append(detail_of("weights", weighed))
    first, *rest = flow.get("conversation_steps") or [{}]
    inner = _step(first) if first else ()
    if not details and not inner and not first.get("content"):
        details.append(detail_of("title", name or "flow"))
    yield Block(
        opening=When(trigger=_trigger(words)), actions=_say(first.get("content")), details=(*details, *inner)
    )
    for step in rest:
        yield Block(opening=Then(), actions=_say(step.get("content")), details=_step(step))


def _trigger(words: list[str]) -> Expression:
    """Return a trigger that matches any of the words."""
    operands = tuple(Contains(text=word) for word in words)
    return operands[0] if len(operands) == 1 else Or(operands=operands)


def _step(step: dict[str, Json]) -> tuple[Detail, ...]:
    details = [
        detail_of(name, step[key])
        for name, key in (("run", "action"), ("follow_up", "followup"))
        if key in step
    ]
    kind = step.get("type", TEXT_RESPONSE)
    if kind != TEXT_RESPONSE or (not details and not step.get("content")):
        details.insert(0, detail_of("kind", kind))
    return tuple(details)
