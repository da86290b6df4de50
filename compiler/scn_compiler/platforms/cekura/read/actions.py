"""Conditional actions as blocks: rows with ids, and when/say/then."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath, show_path
from scn_compiler.platforms.cekura.emit.rows import AI_CLOSE, AI_OPEN, ENDCALL, FIRST_CONDITION
from scn_compiler.platforms.cekura.tags import CEKURA_MARKUP
from scn_compiler.platforms.kit.reading import Remarks, shown_json
from scn_compiler.semantics.expressions import TooMany, flat_text
from scn_compiler.semantics.label_names import label_for
from scn_compiler.semantics.near_expressions import near_expression
from scn_dsl.nodes import (
    Action,
    After,
    Block,
    Do,
    EndCall,
    FirstMessage,
    Label,
    Opening,
    Say,
    Sentence,
    Text,
    Then,
    Undecided,
    Wait,
    When,
)
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_grammar.lalr.engine import parse_trigger
from scn_grammar.markup import Tag, scan

_IMPROVISED = lazy_pattern(re.escape(AI_OPEN) + r"((?:(?!</?ai_generated>)[\s\S])+)" + re.escape(AI_CLOSE))
_ID_DIGITS = 18

_NEW_ID = "give the condition an id that no other condition has; until then, scn assigns a new id"
_PARENT = "write the parent's id; scn used the condition above as the parent"


@dataclass(slots=True)
class _Read:
    """A row, read as a block without labels, with its id and its parent's id."""

    block: Block
    id: int | None
    path: JsonPath
    parent: int | None = None


def read_rows(
    rows: list[Json], paths: list[JsonPath], remarks: Remarks, *, fragment: bool
) -> tuple[Block, ...]:
    """Read blocks from the rows of the id-based form.

    Args:
        paths: The path of each row.
        fragment: Whether the parent of a follow-up may be stored elsewhere.

    Shapes:
        `condition`             -> FIRST_MESSAGE, WHEN; an id -> THEN, AFTER
        `action`                -> say or do, depending on `fixed_message`; `<endcall />` -> end call
        `id`                    -> a label, only if necessary

    Raises:
        Nothing: everything that doesn't fit is a remark.

    Source:
        docs.cekura.ai, conditional actions, 2026-04-30.
    """
    read = [
        _row(row, path, remarks, first=index == 0 and not fragment)
        for index, (row, path) in enumerate(zip(rows, paths, strict=True))
        if _is_object(row, path, remarks)
    ]
    _link(read, remarks, fragment)
    return tuple(row.block for row in read)


def _is_object(row: Json, path: JsonPath, remarks: Remarks) -> bool:
    if not isinstance(row, dict):
        remarks.fill(
            "wrong-type",
            path,
            f"`{show_path(path)}` must be an object, not {shown_json(row)}, so scn skips it",
        )
    return isinstance(row, dict)


def _row(row: dict[str, Json], path: JsonPath, remarks: Remarks, *, first: bool) -> _Read:
    name = show_path(path) or "this condition"
    opening, parent = _opening(row, path, name, remarks, first=first)
    actions = _actions(row, path, name, remarks, isinstance(opening, FirstMessage))
    return _Read(Block(opening=opening, actions=actions), _number(row, path, name, remarks), path, parent)


def _number(row: dict[str, Json], path: JsonPath, name: str, remarks: Remarks) -> int | None:
    """Return the id of a row; `None` if it's missing or a script can't hold it."""
    number = row.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        what = f"has the invalid `id` {shown_json(number)}" if "id" in row else "has no `id`"
        remarks.fill("missing-id", path, f"`{name}` {what}", _NEW_ID)
    elif number < 0:
        message = f"`{name}` has the id {number}, but ids start at 0"
        remarks.fill("missing-id", (*path, "id"), message, _NEW_ID)
    elif number >= 10**_ID_DIGITS:
        message = f"`{name}` has an id with {len(str(number))} digits; a script can hold at most {_ID_DIGITS}"
        remarks.fill("not-kept", (*path, "id"), message, _NEW_ID)
    else:
        return number
    return None


def _words(value: Json) -> str:
    """Turn a value of the wrong type into text."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
        return " ".join(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _opening(
    row: dict[str, Json], path: JsonPath, name: str, remarks: Remarks, *, first: bool
) -> tuple[Opening, int | None]:
    condition, kind = row.get("condition"), row.get("type")
    reference = condition if isinstance(condition, int) and not isinstance(condition, bool) else None
    if kind not in ("standard", "action_followup"):
        _missing_type(row, path, name, remarks, reference)
        kind = "standard" if reference is None else "action_followup"
    if kind == "action_followup" and reference is None:
        reference = _reference(row, path, name, remarks)
    if kind == "standard" and reference is not None:
        message = f"`{name}` has the type `standard`, but its condition is the number {reference}"
        remarks.fill(
            "bad-reference",
            (*path, "condition"),
            message,
            'write `"type": "action_followup"`; scn read this condition as a follow-up',
        )
    if reference is not None and not 0 <= reference < 10**_ID_DIGITS:
        what = "but ids start at 0" if reference < 0 else f"but a script can hold only {_ID_DIGITS} digits"
        kept = "bad-reference" if reference < 0 else "not-kept"
        message = f"`{name}` follows up on the id {reference}, {what}"
        remarks.fill(kept, (*path, "condition"), message, _PARENT)
        return Then(), None
    if kind == "action_followup" or reference is not None:
        return Then(), reference
    return _trigger(row, path, name, remarks, first=first), None


def _missing_type(
    row: dict[str, Json], path: JsonPath, name: str, remarks: Remarks, reference: int | None
) -> None:
    meant = "standard" if reference is None else "action_followup"
    found = f"has the unknown type `{row['type']}`" if row.get("type") is not None else "has no `type`"
    why = (
        f"; scn assumed this type because the condition is {'text' if reference is None else 'a number'}"
        if "condition" in row
        else "; scn assumed this type"
    )
    hint = f'write `"type": "{meant}"`{why}'
    remarks.fill("missing-type", path, f"`{name}` {found}", hint)


def _reference(row: dict[str, Json], path: JsonPath, name: str, remarks: Remarks) -> int | None:
    condition, place = row.get("condition"), (*path, "condition")
    if "condition" not in row:
        message = f"`{name}` is a follow-up without a `condition`, the id of its parent"
        remarks.fill("bad-reference", path, message, _PARENT)
        return None
    message = f"the `condition` of the follow-up `{name}` must be an id, not {shown_json(condition)}"
    if isinstance(condition, str) and re.fullmatch(r"\s*\d{1,9}\s*", condition):
        remarks.fill("bad-reference", place, message, f"write the id without quotes: `{int(condition)}`")
        return int(condition)
    remarks.fill("bad-reference", place, message, _PARENT)
    return None


def _trigger(
    row: dict[str, Json], path: JsonPath, name: str, remarks: Remarks, *, first: bool
) -> FirstMessage | When:
    condition = row.get("condition")
    if condition == FIRST_CONDITION:
        return FirstMessage()
    if condition == "" and first and row.get("id") == 0:
        message = f"`{name}` has an empty condition; before 2026-04-30, that meant the first message"
        remarks.fill(
            "old-first-message",
            (*path, "condition"),
            message,
            'write `"condition": "FIRST_MESSAGE"`, as `scn compile` does',
        )
        return FirstMessage()
    if not isinstance(condition, str):
        what = f"`condition` is {shown_json(condition)}" if "condition" in row else "`condition` is missing"
        message = f"`{name}` has no trigger: {what}"
        remarks.fill("missing-condition", path, message, "write the trigger in the script, after `WHEN`")
        condition = ""
    return When(trigger=_parsed(condition, (*path, "condition"), remarks))


def _parsed(text: str, path: JsonPath, remarks: Remarks):  # type: ignore[no-untyped-def]
    """Return an expression if the text is one in the platform's spelling, otherwise a sentence."""
    trigger = parse_trigger(text) if text.startswith("contains ") else None
    with suppress(TooMany):  # too many alternatives for a script; a sentence can hold them
        if trigger is not None and not isinstance(trigger, Sentence) and flat_text(trigger) == text:
            return trigger
    if near := near_expression(text):
        remarks.note("broken-expression", path, near.message, near.hint)
    return Sentence(text=Text(value=text))


def _actions(
    row: dict[str, Json], path: JsonPath, name: str, remarks: Remarks, opens: bool
) -> tuple[Action, ...]:
    words, fixed = row.get("action"), row.get("fixed_message")
    if not isinstance(words, str):
        message = f"`{name}` has no `action`"
        if "action" in row:
            message = f"`action` in `{name}` must be text, not {shown_json(words)}"
        remarks.fill("wrong-type", (*path, "action"), message, 'write the caller\'s words: `"action": "…"`')
        words = _words(words)
    if isinstance(fixed, bool):
        return spoken_actions(words, opens) if fixed else (Do(text=Text(value=words)),)
    certain = opens or _has_tags(words)
    hint = 'write `"fixed_message": true`; scn read the action as `say:`' if certain else None
    message = f"`{name}` has no `fixed_message`"
    if fixed in ("true", "false"):
        message = f'`fixed_message` in `{name}` is the string `"{fixed}"`; it must be `true` or `false`, without quotes'
    elif "fixed_message" in row:
        message = f"`fixed_message` in `{name}` must be `true` or `false`, not {shown_json(fixed)}"
    remarks.fill("missing-fixed-message", path, message, hint or "choose `say:` or `do:` in the script")
    return spoken_actions(words, opens) if certain else (Undecided(text=Text(value=words)),)


def _has_tags(words: str) -> bool:
    tags = (CEKURA_MARKUP.tags.get(mark.name) for mark in scan(words) if isinstance(mark, Tag))
    return any(spec is not None and not spec.in_instructions for spec in tags)


def spoken_actions(words: str, opens: bool) -> tuple[Action, ...]:
    """Return the actions of a text spoken word for word; ending the call is a separate action."""
    if words == "" and opens:
        return (Wait(),)
    if words == ENDCALL:
        return (EndCall(),)
    before = words.removesuffix(f" {ENDCALL}")
    if before != words and before.strip() and before == before.rstrip() and "<endcall" not in before:
        return Say(text=Text(value=before)), EndCall()
    return (Say(text=Text(value=words)),)


def _link(read: list[_Read], remarks: Remarks, fragment: bool) -> None:
    """Set labels: numbers for irregular ids, names if a follow-up isn't right below its parent."""
    following = 0 if read and isinstance(read[0].block.opening, FirstMessage) else 1
    places: dict[int, int] = {}
    for index, row in enumerate(read):
        if row.id is not None and row.id != following:
            row.block = replace(row.block, label=Label(name=str(row.id)))
        row.id = following if row.id is None else row.id
        following = row.id + 1
        if row.id in places:
            message = f"`{show_path(row.path)}` reuses id {row.id} from an earlier condition"
            remarks.note("duplicate-id", row.path, message, "give each condition a different id")
        places.setdefault(row.id, index)
    taken: set[str] = set()
    for index, row in enumerate(read):
        if row.parent is None or (
            index and read[index - 1].id == row.parent and places[row.parent] == index - 1
        ):
            continue
        target = places.get(row.parent)
        if (target is None or target >= index) and not fragment:
            later = target is not None and target > index
            where = "but that condition comes later" if later else "but no condition has that id"
            where = "but that's its own id" if target == index else where
            message = f"`{show_path(row.path) or 'this condition'}` follows up on id {row.parent}, {where}"
            hint = "use the id of an earlier condition"
            remarks.note("bad-reference", (*row.path, "condition"), message, hint)
        name = str(row.parent) if target is None else _label(read[target], taken)
        row.block = replace(row.block, opening=After(label=Label(name=name)))


def _label(row: _Read, taken: set[str]) -> str:
    if row.block.label is None:
        row.block = replace(row.block, label=Label(name=label_for(row.block, taken)))
    label = row.block.label
    name = label.name if label else ""
    taken.add(name)
    return name


def read_when(actions: dict[str, Json], path: JsonPath, remarks: Remarks) -> tuple[Block, ...]:
    """Read blocks from the when/say/then form.

    Shapes:
        `first_message`      -> FIRST_MESSAGE
        `{when, say, then}`  -> WHEN, with a THEN for each step

    Raises:
        Nothing: everything that doesn't fit is a remark.

    Source:
        Skill reference after 2026-09-10.
    """
    return (*_first(actions, path, remarks), *_conditions(actions, path, remarks))


def _first(actions: dict[str, Json], path: JsonPath, remarks: Remarks) -> Iterator[Block]:
    if "first_message" not in actions:
        return
    first, place = actions["first_message"], (*path, "first_message")
    steps: Json = []
    expected = "`first_message` must be text or an object"
    if isinstance(first, dict):
        expected = "`say` in `first_message` must be text"
        steps, first = first.get("then", []), first.get("say", "")
    if isinstance(first, list) and first:
        hint = (
            'write `{"say": "…", "then": ["…"]}`; scn read the list as the first message and its follow-ups'
        )
        remarks.fill("wrong-type", place, "`first_message` must be text or an object, not a list", hint)
        first, steps = first[0], first[1:]
    if not isinstance(first, str):
        remarks.fill("wrong-type", place, f"{expected}, not {shown_json(first)}")
        first = _words(first)
    yield Block(opening=FirstMessage(), actions=spoken_actions(first, opens=True))
    yield from _then(steps, (*place, "then"), remarks)


def _conditions(actions: dict[str, Json], path: JsonPath, remarks: Remarks) -> Iterator[Block]:
    conditions, place = actions.get("conditions", []), (*path, "conditions")
    if not isinstance(conditions, list):
        remarks.fill("wrong-type", place, "`conditions` must be a list")
        return
    yield from read_conditions(conditions, [(*place, index) for index in range(len(conditions))], remarks)


def read_conditions(conditions: list[Json], paths: list[JsonPath], remarks: Remarks) -> Iterator[Block]:
    """Yield the blocks of a list of `{when, say, then}`; `paths` has the path of each."""
    for condition, path in zip(conditions, paths, strict=True):
        if _is_object(condition, path, remarks):
            yield from _condition(condition, path, remarks)


def _condition(condition: dict[str, Json], path: JsonPath, remarks: Remarks) -> Iterator[Block]:
    """Yield the block and the follow-ups of one `{when, say, then}`."""
    for key in condition.keys() - {"when", "say", "then"}:
        remarks.note(
            "wrong-type",
            (*path, key),
            f"unknown key `{key}` in `{show_path(path)}`; expected `when`, `say` or `then`",
        )
    when = condition.get("when")
    if not isinstance(when, str):
        remarks.fill("missing-condition", path, f"`{show_path((*path, 'when'))}` must be text")
        when = ""
    yield Block(
        opening=When(trigger=_parsed(when, (*path, "when"), remarks)),
        actions=_step(condition.get("say"), (*path, "say"), remarks),
    )
    yield from _then(condition.get("then", []), (*path, "then"), remarks)


def _then(steps: Json, path: JsonPath, remarks: Remarks) -> Iterator[Block]:
    if not isinstance(steps, list):
        remarks.fill(
            "wrong-type",
            path,
            f"`{show_path(path)}` must be a list",
            "put the value in square brackets: `[…]`",
        )
        steps = [steps]
    for index, step in enumerate(steps):
        yield Block(opening=Then(), actions=_step(step, (*path, index), remarks))


def _step(words: Json, path: JsonPath, remarks: Remarks) -> tuple[Action, ...]:
    if not isinstance(words, str):
        what = "is missing" if words is None else f"must be text, not {shown_json(words)}"
        remarks.fill("wrong-type", path, f"`{show_path(path)}` {what}")
        return (Say(text=Text(value=_words(words))),)
    improvised = _IMPROVISED.fullmatch(words)
    if improvised and improvised[1].strip():
        return (Do(text=Text(value=improvised[1])),)
    return spoken_actions(words, opens=False)
