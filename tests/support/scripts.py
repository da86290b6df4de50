"""Random scripts and payloads, built from nodes, with hostile texts."""

import json
from typing import Any

from hypothesis import strategies as st

from scn_dsl.nodes import (
    Action,
    After,
    And,
    Block,
    Contains,
    Detail,
    Do,
    EndCall,
    Expression,
    Field,
    FirstMessage,
    Fragment,
    Label,
    Or,
    PlatformValue,
    Say,
    Scenario,
    Script,
    Sentence,
    Setting,
    Text,
    Then,
    Undecided,
    Use,
    Variable,
    Version,
    Wait,
    When,
)
from scn_dsl.records import replace
from scn_dsl.vocabulary import DETAILS, FIELDS, HOLDERS, LET, PLATFORM_NAMES, REUSE
from scn_grammar.plain_text import is_plain

HOSTILE = "#*<>[]{}\"'“”$|\\/ \u00a0\u2028\u0301\u202e\0\ta:@=,.-_é€😀שa1OR\n\r"
PIECES = (
    "contains",
    'contains "a"',
    "say:",
    "WHEN",
    "end call",
    "raw:",
    "<endcall />",
    " <endcall />",
    '<silence time="2s" />',
    "{{test_profile.a}}",
    "[laughter]",
    "//",
    "| ",
    "# ",
    "FIRST_MESSAGE",
    "not ",
    "<ai_generated>",
    "</ai_generated>",
    "\ufeff",
    "\ud800",
    "a\nb",
    "\n\n",
)

hostile_texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(alphabet=HOSTILE, max_size=6), st.text(max_size=4)), max_size=5
).map("".join)
plain_texts = hostile_texts.filter(is_plain)

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | hostile_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(hostile_texts, inner, max_size=3),
    max_leaves=6,
)
json_texts = json_values.map(json.dumps).map(lambda text: Text(value=text))
texts = hostile_texts.map(lambda text: Text(value=text))


def _flat(kind: type[And] | type[Or], operands: list[Expression]) -> Expression:
    """An operation without a nested one of the same kind, as the parser builds it."""
    flat: list[Expression] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, kind) else [operand])
    return kind(operands=tuple(flat))


contains = st.builds(
    lambda text: Contains(text=text),
    st.text(alphabet="ab \"\\'“#|()<OR\u00a0\u2028é", max_size=6).filter(lambda text: "\n" not in text),
)
expressions: st.SearchStrategy[Expression] = st.recursive(
    contains,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda operands: _flat(And, operands)),
        st.lists(inner, min_size=2, max_size=3).map(lambda operands: _flat(Or, operands)),
    ),
    max_leaves=5,
)
sentences = texts.map(lambda text: Sentence(text=text))
names = st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True)
labels = st.one_of(names, st.integers(0, 999).map(str)).map(lambda name: Label(name=name))
openings = st.one_of(
    st.just(FirstMessage()),
    st.builds(lambda trigger: When(trigger=trigger), st.one_of(expressions, sentences)),
    st.just(Then()),
    st.builds(lambda label: After(label=label), labels),
)
actions: st.SearchStrategy[Action] = st.one_of(
    texts.map(lambda text: Say(text=text)),
    texts.map(lambda text: Do(text=text)),
    texts.map(lambda text: Undecided(text=text)),
    st.just(EndCall()),
    st.just(Wait()),
)
details = st.one_of(
    st.builds(
        lambda name, text: Detail(name=name, value=Text(value=text)), st.sampled_from(DETAILS), plain_texts
    ),
    st.builds(
        lambda name, value: Detail(name=name, value=value, raw=True), st.sampled_from(DETAILS), json_texts
    ),
)
blocks = st.builds(
    lambda label, opening, inner, more: Block(
        label=label, opening=opening, actions=tuple(inner), details=tuple(more)
    ),
    st.none() | labels,
    openings,
    st.lists(actions, max_size=3),
    st.just([]) | st.lists(details, max_size=2),
)
_FIELDS = [name for name in FIELDS if name != "scenario"]
fields = st.one_of(
    st.builds(
        lambda name, text: Field(name=name, value=Text(value=text)), st.sampled_from(_FIELDS), plain_texts
    ),
    st.builds(
        lambda name, value: Field(name=name, value=value, raw=True), st.sampled_from(_FIELDS), json_texts
    ),
)
variables = st.builds(
    lambda holder, name, text: Variable(holder=holder, name=name, value=Text(value=text)),
    st.sampled_from(HOLDERS),
    hostile_texts,
    plain_texts,
)
platform_values = st.builds(
    lambda platform, key, value: PlatformValue(platform=platform, key=key, json=value),
    st.sampled_from(PLATFORM_NAMES),
    st.from_regex(r"[A-Za-z0-9_$.-]{1,8}", fullmatch=True),
    json_texts,
)
settings: st.SearchStrategy[Setting] = st.one_of(fields, variables, platform_values)
titles = plain_texts.map(lambda text: Field(name="scenario", value=Text(value=text)))


value_names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,4}", fullmatch=True)
cells = st.lists(plain_texts, min_size=1, max_size=4).map(" | ".join)
_arguments = st.builds(
    lambda name, sign, value: f"{name}{sign}{value}" if name else value,
    st.just("") | value_names,
    st.sampled_from(["=", " = ", "= "]),
    st.one_of(plain_texts.map(json.dumps), st.from_regex(r"[A-Za-z0-9 ]{1,6}", fullmatch=True)),
)
calls = st.builds(
    lambda name, arguments, comma, end: f"{name}({comma.join(arguments)}){end}",
    value_names,
    st.lists(_arguments, max_size=3),
    st.sampled_from([",", ", ", " ,"]),
    st.sampled_from(["", " as id", " as  @id", " x"]),
)
_WORDS_OF_REUSE = {"examples": cells, "row": cells, "insert": calls, "fragment": calls}
_LINES_OF_REUSE = [name for name in REUSE if name != "fragment"]
uses: st.SearchStrategy[Field | Variable] = st.one_of(
    st.sampled_from(_LINES_OF_REUSE).flatmap(
        lambda name: st.builds(
            lambda text: Field(name=name, value=Text(value=text)),
            _WORDS_OF_REUSE.get(name, plain_texts) | plain_texts,
        )
    ),
    st.builds(
        lambda name, value: Field(name=name, value=value, raw=True),
        st.sampled_from(_LINES_OF_REUSE),
        json_texts,
    ),
    st.builds(
        lambda name, text: Variable(holder=LET, name=name, value=Text(value=text)),
        value_names | hostile_texts,
        plain_texts,
    ),
)


@st.composite
def _bodies(draw: st.DrawFn, *, shares: bool) -> Scenario:
    """The lines below a title."""
    own = draw(st.lists(settings, max_size=3))
    inner = draw(st.lists(blocks, max_size=4))
    lines = draw(st.lists(uses, max_size=5)) if shares else []
    full = [0, *(at for at, block in enumerate(inner, 1) if block.actions or block.details)]
    places = [
        (len(own) if at else draw(st.integers(0, len(own))), at)
        for at in sorted(draw(st.sampled_from(full)) for _ in lines)
    ]
    return Scenario(
        settings=tuple(own),
        blocks=tuple(inner),
        uses=tuple(
            Use(line=line, settings=above, blocks=at)
            for line, (above, at) in zip(
                lines, sorted(places, key=lambda place: (place[1], place[0])), strict=True
            )
        ),
    )


def _scenarios(*, shares: bool = False) -> st.SearchStrategy[Scenario]:
    return st.builds(lambda title, body: replace(body, title=title), titles, _bodies(shares=shares))


def _without_titles(version: Version | None, one: Scenario) -> Script:
    """A file without titles: one scenario, or nothing but values and imports for other files."""
    names = {use.name for use in one.uses}
    if one.uses and not (one.settings or one.blocks or names & {"insert", "examples"}):
        return Script(version=version, uses=one.uses)
    return Script(version=version, scenarios=(one,))


fragments = st.builds(
    lambda words, body: Fragment(
        title=Field(name="fragment", value=Text(value=words)),
        settings=body.settings,
        blocks=body.blocks,
        uses=body.uses,
    ),
    calls | plain_texts,
    _bodies(shares=True),
)
versions = st.none() | st.just(Version(number="1"))
plain_scripts: st.SearchStrategy[Script] = st.one_of(
    st.builds(
        lambda version, one: Script(version=version, scenarios=(one,)), versions, _bodies(shares=False)
    ),
    st.builds(
        lambda version, defaults, inner: Script(
            version=version, defaults=tuple(defaults), scenarios=tuple(inner)
        ),
        versions,
        st.lists(settings, max_size=2),
        st.lists(_scenarios(), min_size=1, max_size=3),
    ),
)
shared_scripts: st.SearchStrategy[Script] = st.one_of(
    st.builds(_without_titles, versions, _bodies(shares=True)),
    st.builds(
        lambda version, head, shared, inner: Script(
            version=version,
            defaults=head.settings,
            uses=tuple(use for use in head.uses if not use.blocks),
            fragments=tuple(shared),
            scenarios=tuple(inner),
        ),
        versions,
        _bodies(shares=True),
        st.lists(fragments, max_size=2),
        st.lists(_scenarios(shares=True), min_size=1, max_size=2),
    ),
    st.builds(lambda shared: Script(fragments=tuple(shared)), st.lists(fragments, min_size=1, max_size=2)),
)
"""Scripts with lines about reuse."""

scripts = plain_scripts | shared_scripts

# Payloads that the platform accepts: documented rules, with any text that they allow.

spoken = st.one_of(
    hostile_texts.filter(lambda text: bool(text.strip()) and "<" not in text and "{{" not in text),
    st.sampled_from(
        [
            'Hi <silence time="1.5s" /> there',
            "Bye <endcall />",
            "<endcall />",
            '<dtmf digits="12#" />',
            "  padded ",
        ]
    ),
)
told = hostile_texts.filter(lambda text: bool(text.strip()) and "<" not in text and "{{" not in text)
triggers = st.one_of(
    hostile_texts.filter(lambda text: bool(text.strip()) and text != "FIRST_MESSAGE"),
    st.sampled_from(
        ['contains "a" OR contains "b"', 'contains "a" AND contains "b"', "The agent asks for a name"]
    ),
)


@st.composite
def id_payloads(draw: st.DrawFn) -> dict[str, Any]:
    """Conditional actions of the id-based form, valid by the rules of 2026-04-30."""
    rows: list[dict[str, Any]] = [
        {
            "id": 0,
            "condition": "FIRST_MESSAGE",
            "action": draw(st.one_of(st.just(""), spoken)),
            "type": "standard",
            "fixed_message": True,
        }
    ]
    gaps = st.sampled_from([1, 1, 1, 2, 5])
    for _ in range(draw(st.integers(0, 5))):
        followup, fixed = draw(st.booleans()), draw(st.booleans())
        rows.append(
            {
                "id": rows[-1]["id"] + draw(gaps),
                "condition": draw(st.sampled_from(rows))["id"] if followup else draw(triggers),
                "action": draw(spoken if fixed else told),
                "type": "action_followup" if followup else "standard",
                "fixed_message": fixed,
            }
        )
    return {"role": draw(hostile_texts.filter(lambda text: bool(text.strip()))), "conditions": rows}


@st.composite
def when_payloads(draw: st.DrawFn) -> dict[str, Any]:
    """Conditional actions of the when/say/then form."""
    improvised = told.filter(lambda text: "ai_generated" not in text).map(
        lambda text: f"<ai_generated>{text}</ai_generated>"
    )
    steps = st.one_of(spoken, improvised)
    thens = st.lists(steps, max_size=3)
    first: Any = draw(st.one_of(st.just(""), spoken, st.fixed_dictionaries({"say": spoken, "then": thens})))
    conditions = draw(
        st.lists(
            st.fixed_dictionaries({"when": triggers, "say": steps}, optional={"then": thens}), max_size=3
        )
    )
    payload: dict[str, Any] = {"role": draw(hostile_texts.filter(lambda text: bool(text.strip())))}
    if draw(st.booleans()) or not conditions:
        payload["first_message"] = first
    if conditions or draw(st.booleans()):
        payload["conditions"] = conditions
    return payload


bodies = st.builds(
    lambda actions, stringified, rest: {
        **rest,
        "scenario_type": "conditional_actions",
        **({"instructions": json.dumps(actions)} if stringified else {"conditional_actions": actions}),
    },
    st.one_of(id_payloads(), when_payloads()),
    st.booleans(),
    st.fixed_dictionaries(
        {"personality": st.integers(1, 9)},
        optional={
            "name": hostile_texts.filter(lambda text: bool(text.strip()) and len(text) <= 80),
            "agent": st.none() | st.integers(1, 99),
            "scenario_language": st.sampled_from(["en", "hi", "multi"]),
            "tags": st.lists(hostile_texts, max_size=3),
            "metrics": st.lists(st.integers(1, 99), max_size=3),
            "tool_ids": st.lists(st.sampled_from(["TOOL_DTMF", "TOOL_END_CALL"]), max_size=2),
            "expected_outcome_prompt": hostile_texts,
            "max_duration": st.none() | st.integers(10, 3600),
            "folder_path": st.none() | st.sampled_from(["Sales", "Sales.Inbound"]),
            "inbound_phone_number": st.integers(1, 9),
        },
    ),
)

_KEYS = (
    "role conditions id condition action type fixed_message when say then first_message instructions "
    "conditional_actions scenario_type scenarios name functions defaults suite test_profile tags tool_ids results "
    "personality_name phone_number config response_mapping"
).split()
near_payloads: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=4)
    | st.sampled_from(["FIRST_MESSAGE", "conditional_actions"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(_KEYS), inner),
    max_leaves=20,
)
"""JSON with the keys of payloads and arbitrary values."""
