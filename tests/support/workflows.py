"""Random workflows of Bimpe: valid ones, in the form of servers, and almost valid ones."""

from typing import Any

from hypothesis import strategies as st

from support.scripts import hostile_texts, json_values

filled = hostile_texts.filter(lambda text: bool(text.strip()))
_ids = st.one_of(filled, st.sampled_from(["refund", "late-parcel", "Rule_1", "7", "8", "550e8400-e29b"]))
_words = st.one_of(
    hostile_texts, st.sampled_from(["refund", "money back", "The customer asks for a refund", "Late"])
)
_nullable = st.none() | hostile_texts
_strings = st.lists(hostile_texts, max_size=3)


def _object(needed: dict[str, Any], more: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(needed, optional=more)


rules = _object(
    {
        "id": _ids,
        "name": _words,
        "trigger": filled | _words.filter(bool),
        "response": _words,
        "enabled": st.booleans(),
    },
    {"condition": _nullable, "action": _nullable},
)
keywords = _object({"keyword": _words}, {"weight": st.sampled_from(["high", "medium", "low"])})
steps = _object(
    {"type": st.just("text_response") | _words},
    {"content": _words, "action": hostile_texts, "followup": hostile_texts},
)
flows = _object(
    {"name": _words},
    {
        "description": _nullable,
        "category": _nullable,
        "priority": st.integers(),
        "is_active": st.booleans(),
        "trigger_keywords": st.lists(keywords, max_size=3),
        "conversation_steps": st.lists(steps, max_size=3),
    },
)
_fields: dict[str, Any] = {
    "system_prompt": filled,
    "rules": st.lists(rules, max_size=3),
    "flows": st.lists(flows, max_size=3),
    "tags": _strings,
    "integrations": _strings,
    "channels": _strings,
    "actions": _strings,
    "guide": _object({"steps": _strings}, {"youtubeUrl": hostile_texts}),
    "faq": st.lists(_object({"question": hostile_texts, "answer": hostile_texts}, {}), max_size=3),
    "setup_steps": st.one_of(_strings, st.lists(json_values, max_size=3)),
    "setup_time": st.integers(min_value=0),
    "video_url": hostile_texts,
    "name": filled,
    "description": hostile_texts,
    "category": hostile_texts,
}


def _with(key: str) -> st.SearchStrategy[dict[str, Any]]:
    rest = {name: each for name, each in _fields.items() if name != key}
    return st.fixed_dictionaries({key: _fields[key]}, optional=rest)


workflows = st.one_of(_with("system_prompt"), _with("flows"), _with("rules"))
_extra = st.dictionaries(
    st.sampled_from(["prompt_config", "x-y", "owner", "a.b", "a b", ""]), json_values, max_size=2
)
extended = st.builds(lambda one, two: {**two, **one}, _with("system_prompt"), _extra)


@st.composite
def near_workflows(draw: st.DrawFn) -> Any:
    """A workflow, perhaps in a server's envelope, with an invalid part."""
    value: Any = draw(workflows)
    for _ in range(draw(st.integers(0, 4))):
        value = draw(_changed(value))
    kind = draw(st.sampled_from(["body", "envelope", "page", "list"]))
    sent = {"id": "w1", "visibility": "private", **value} if isinstance(value, dict) else value
    made = {"body": value, "envelope": {"message": "Success", "data": sent}, "list": [value, value]}
    return made.get(kind, {"message": "Success", "data": [sent, draw(json_values)], "meta": {"limit": 20}})


def _changed(value: Any) -> st.SearchStrategy[Any]:
    """`value` with itself or a part of it replaced, emptied or removed."""
    odd = st.sampled_from([None, [], {}, [[], []], "", 0, 7, True, "x", {"id": "r"}, [None], [{"id": "r"}]])
    if isinstance(value, dict) and value:
        return st.sampled_from(sorted(value)).flatmap(
            lambda key: st.one_of(
                st.just({name: inner for name, inner in value.items() if name != key}),
                _changed(value[key]).map(lambda inner: {**value, key: inner}),
                _changed(value[key]).map(lambda inner: {**value, key: inner}),
            )
        )
    if isinstance(value, list) and value:
        return st.integers(0, len(value) - 1).flatmap(
            lambda at: _changed(value[at]).map(lambda inner: [*value[:at], inner, *value[at + 1 :]])
        )
    return odd


_plain = st.sampled_from(
    ["Which one?", "Orders", "late parcels", "It is 9:00, isn't it?", "हाँ", "a # b", "refund", "Step 1: go"]
)
_plain_lists = st.lists(st.sampled_from(["orders", "late parcels", "web chat"]), min_size=1, max_size=3)
_sentences = st.sampled_from(
    ["The customer asks for a refund", "Où est mon colis ?", "A parcel is late, or lost"]
)
_plain_ids = st.sampled_from(
    ["refund", "late-parcel", "Rule_1", "550e8400-e29b", "the-customer-asks-for-a-refund", "9"]
)
_plain_rules = _object(
    {"id": _plain_ids, "name": _plain, "trigger": _sentences, "response": _plain, "enabled": st.booleans()},
    {"condition": _plain, "action": _plain},
)
_plain_keywords = _object(
    {"keyword": st.sampled_from(["refund", "money back", "50 % off"])},
    {"weight": st.sampled_from(["high", "low"])},
)
_plain_flows = _object(
    {
        "name": _plain,
        "trigger_keywords": st.lists(
            _plain_keywords, min_size=1, max_size=3, unique_by=lambda each: each["keyword"]
        ),
    },
    {
        "description": _plain,
        "category": _plain,
        "priority": st.integers(-9, 99),
        "is_active": st.booleans(),
        "conversation_steps": st.lists(
            _object(
                {"type": st.sampled_from(["text_response", "handover"])},
                {"content": _plain, "action": _plain, "followup": _plain},
            ),
            min_size=1,
            max_size=3,
        ),
    },
)
_plain_fields: dict[str, Any] = {
    "rules": st.lists(_plain_rules, max_size=3, unique_by=lambda rule: rule["id"]),
    "flows": st.lists(_plain_flows, max_size=3),
    "tags": _plain_lists | st.just([]),
    "integrations": _plain_lists | st.just([]),
    "channels": _plain_lists,
    "actions": _plain_lists,
    "guide": _object(
        {"steps": st.lists(_plain, max_size=3)}, {"youtubeUrl": st.just("https://example.com/a?b=c")}
    ),
    "faq": st.lists(_object({"question": _plain, "answer": _plain}, {}), max_size=3),
    "setup_steps": st.lists(_plain, max_size=3),
    "setup_time": st.integers(0, 90),
    "video_url": st.just("https://example.com/a?b=c"),
    "name": _plain,
    "description": _plain,
    "category": _plain,
}
tidy_workflows = st.fixed_dictionaries({"system_prompt": _plain}, optional=_plain_fields)


def _lines(**choices: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Some of the lines of a block, each at most once."""
    some = st.fixed_dictionaries({}, optional=choices)
    return some.map(lambda told: "".join(f"  {name}: {value}\n" for name, value in told.items()))


_said = _plain.map(lambda text: f"  say: {text}\n")
_of_step = {"run": _plain, "follow_up": _plain, "kind": st.sampled_from(["text_response", "handover"])}
_of_both = {"title": _plain, "enabled": st.sampled_from(["yes", "no"])}
_label = st.sampled_from(["", "", "@refund ", "@late-parcel ", "@a_1 "])
_rule_blocks = st.builds(
    "{}WHEN {}\n{}{}".format, _label, _sentences, _said, _lines(only_if=_plain, run=_plain, **_of_both)
)
_flow_blocks = st.builds(
    lambda triggers, said, lines, steps: (
        "WHEN " + " OR ".join(f'contains "{word}"' for word in triggers) + f"\n{said}{lines}" + "".join(steps)
    ),
    st.lists(st.sampled_from(["refund", "money back", "50 % off"]), min_size=1, max_size=3, unique=True),
    _said,
    _lines(about=_plain, group=_plain, priority=st.sampled_from(["0", "5"]), **_of_both, **_of_step),
    st.lists(st.builds("THEN\n{}{}".format, _said, _lines(**_of_step)), max_size=2),
)
_field_lines = {
    "purpose": _plain,
    "category": _plain,
    "tags": st.just("a, b c"),
    "channels": st.just("whatsapp"),
    "setup": _plain,
    "setup_time": st.just("10"),
    "guide": _plain,
    "guide_video": st.just("https://example.com/a?b=c"),
    "empty": st.just("integrations"),
}
_own_labels = st.lists(_rule_blocks | _flow_blocks, max_size=4).filter(
    lambda blocks: all(sum(block.startswith(label) for block in blocks) < 2 for label in ("@r", "@l", "@a"))
)
agent_scripts = st.builds(
    lambda fields, faq, blocks: (
        "target: bimpe\n\nscenario: Shop support\nrole: You answer\n"
        + "".join(f"{name}: {value}\n" for name, value in fields.items())
        + "".join(f"faq: {question}\n  answer: {answer}\n" for question, answer in faq)
        + "".join(f"\n{block}" for block in blocks)
    ),
    st.fixed_dictionaries({}, optional=_field_lines),
    st.lists(st.tuples(_plain, _plain), max_size=2),
    _own_labels,
)
