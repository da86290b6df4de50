"""A script as a graph: actions and triggers, their order, and the findings in each block."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum

from scn_compiler.graph.text import keywords, short
from scn_compiler.lint.call_end import ends_call, is_last
from scn_compiler.platforms.kit.target import Blocks, Target
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario, ResolvedScript
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import (
    After,
    Block,
    Do,
    EndCall,
    FirstMessage,
    Item,
    Say,
    Script,
    Sentence,
    Undecided,
    When,
)
from scn_dsl.records import Record
from scn_dsl.source import Source, Span
from scn_grammar.printer import trigger_text

ENDED = "the call ends"
_EMPTY = "nothing to draw yet"
NEVER = "never runs"
MARKS = {
    "step-after-endcall": "a part never runs",
    "followup-of-endcall": NEVER,
    "dropped-followup": "dropped",
    "unreachable-block": NEVER,
    "shadowed-trigger": "shadowed",
    "duplicate-trigger": "duplicate",
}
"""The mark of a block for each of these diagnostics; any error is marked `error`."""


class NodeKind(Enum):
    """The kinds of nodes."""

    SAY = "say"
    DO = "do"
    UNDECIDED = "say/do"
    WAIT = "wait"
    NOTHING = "nothing"
    END = "end"
    AGENT = "agent"
    ELSEWHERE = "elsewhere"


class GraphStep(Enum):
    """The kinds of edges."""

    ANSWER = "the agent answers"
    WHEN = "when"
    THEN = "then"
    END = "end"


_MISSING_PARTS = "SCN5"
"""Prefix of codes for missing parts; in a scenario without a title, they are reported on its first line, maybe a block."""


class NodeMark(Record):
    """A finding in a block: a word or two for the picture, and the diagnostic's message."""

    word: str
    message: str


class GraphNode(Record):
    """An action, or an event in the call.

    Attributes:
        key: Unique in the graph.
        head: Number, label and kind of action.
        words: The text, shortened for the picture.
        written: The text as in the script.
        line: Line in the script, from 1; 0 for none.
    """

    key: str
    kind: NodeKind
    head: str = ""
    words: str = ""
    written: str = ""
    line: int = 0
    marks: tuple[NodeMark, ...] = ()


class Edge(Record):
    """A connection between two nodes.

    Attributes:
        head: The kind of trigger.
        words: The trigger, shortened for the picture.
        written: The trigger as in the script.
    """

    source: str
    target: str
    step: GraphStep
    head: str = ""
    words: str = ""
    written: str = ""


class NodeGroup(Record):
    """The nodes of one `insert:`, by their keys; its name is that of the fragment."""

    key: str
    name: str
    nodes: tuple[str, ...]


class Section(Record):
    """One scenario; parents come before their follow-ups, and each node is in at most one group."""

    key: str
    name: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[Edge, ...]
    groups: tuple[NodeGroup, ...] = ()


class Graph(Record):
    """A script."""

    sections: tuple[Section, ...]


def graph_of(document: ResolvedScript, found: Iterable[Diagnostic], source: Source, target: Target) -> Graph:
    """Make the graph of a resolved script; `found` are its findings."""
    untitled = {each.span for each in document.scenarios if not each.scenario.title}
    own = (each for each in found if not (each.code.startswith(_MISSING_PARTS) and each.span in untitled))
    marks = _marks(document.script, own)
    drawn = [each for each in document.scenarios if each.rows or each.scenario.title] or document.scenarios
    sections = tuple(
        _section(f"s{number}", each, marks, source, target) for number, each in enumerate(drawn, 1)
    )
    return Graph(sections or (Section("s1", "", (GraphNode("s1b0", NodeKind.NOTHING, words=_EMPTY),), ()),))


def _marks(script: Script, found: Iterable[Diagnostic]) -> dict[int, tuple[NodeMark, ...]]:
    """Return the marks of each block, by its offset; those of an `insert:` line aren't marks of the block above it."""
    items: list[Item] = list(script.defaults)
    for scenario in script.scenarios:
        items += [scenario.title] if scenario.title else []
        items += (*scenario.settings, *scenario.blocks)
    is_block = {item.at: isinstance(item, Block) for item in items if not _is_elsewhere(item)}
    steps = (step.span for item in items if item.origin for step in item.origin.chain)
    is_block |= {span.start: False for span in steps if span.origin is None}
    starts = sorted(is_block)
    marks: defaultdict[int, dict[str, NodeMark]] = defaultdict(dict)
    for each in found:
        word = MARKS.get(each.name) or ("error" if each.severity is Severity.ERROR else None)
        at = bisect_right(starts, each.span.start) - 1
        if word and at >= 0 and is_block[starts[at]]:
            marks[starts[at]].setdefault(word, NodeMark(word, each.message))
    return {at: tuple(by_word.values()) for at, by_word in marks.items()}


def _is_elsewhere(item: Item) -> bool:
    """Tell whether an item is in another file, from which the script imports it."""
    return item.origin is not None and item.origin.path is not None


def _section(
    key: str,
    scenario: ResolvedScenario,
    marks: dict[int, tuple[NodeMark, ...]],
    source: Source,
    target: Target,
) -> Section:
    nodes: list[GraphNode] = []
    edges: list[Edge] = []
    inserts: dict[Span, list[str]] = {}
    other = _other_side(target)
    agent = GraphNode(f"{key}agent", NodeKind.AGENT, words=f"whenever the {other} has spoken")
    lost: set[int] = set()
    heard = False
    for row in scenario.rows:
        found = () if _is_elsewhere(row.block) else marks.get(row.block.at, ())
        own = _inherited(row, found, lost)
        node = _node(key, row, own, source, target)
        if isinstance(row.block.opening, When) and not heard:
            heard = True
            nodes.append(agent)
            edges += [Edge(nodes[0].key, agent.key, GraphStep.ANSWER)] if _opens(scenario.rows) else []
        into, more = _incoming(key, row, node, agent, other)
        nodes += (*more, node)
        edges += into
        first = len(nodes) - 1
        if node.kind is not NodeKind.END and ends_call(row):
            nodes.append(GraphNode(f"{node.key}end", NodeKind.END, words=ENDED, line=node.line))
            edges.append(Edge(node.key, f"{node.key}end", GraphStep.END))
        if insert := _insert_of(row, source):
            inserts.setdefault(insert, []).extend(each.key for each in nodes[first:])
    groups = tuple(
        NodeGroup(f"{key}g{number}", _fragment_name(source.text[slice(*insert)]), tuple(keys))
        for number, (insert, keys) in enumerate(inserts.items(), 1)
    )
    drawn = tuple(nodes or _improvised(key, scenario, source))
    return Section(key, scenario.name or "", drawn, tuple(edges), groups)


def _insert_of(row: ResolvedBlock, source: Source) -> Span | None:
    """Return the line of the scenario that inserts a block; `None` for a block of the scenario itself."""
    steps = row.block.origin.chain if row.block.origin else ()
    own = (step.span for step in steps if step.span.origin is None)
    return next((span for span in own if source.text.startswith("insert", span.start)), None)


def _fragment_name(line: str) -> str:
    """Return the name that a line inserts, with the prefix of its labels: `verify as id`."""
    call = line.partition(":")[2].strip()
    name, prefix = call.partition("(")[0].partition(" ")[0], call.rpartition(" as ")[2]
    return f"{name} as {prefix}" if prefix != call and prefix.isidentifier() else name


def _other_side(target: Target) -> str:
    """Return the other side of the call: the customer if blocks configure an agent, otherwise the agent."""
    return "customer" if target.blocks is Blocks.CONFIGURED else "agent"


def _opens(rows: tuple[ResolvedBlock, ...]) -> bool:
    return isinstance(rows[0].block.opening, FirstMessage)


def _inherited(row: ResolvedBlock, own: tuple[NodeMark, ...], lost: set[int]) -> tuple[NodeMark, ...]:
    """Return the marks of a block; follow-ups of a block that never runs never run either."""
    if row.parent in lost and not any(mark.word == NEVER for mark in own):
        own = (*own, NodeMark(NEVER, "its parent never runs"))
    if any(mark.word == NEVER for mark in own):
        lost.add(row.index)
    return own


def _incoming(
    key: str, row: ResolvedBlock, node: GraphNode, agent: GraphNode, other: str
) -> tuple[list[Edge], list[GraphNode]]:
    """Return the edge into a block, and its source node if that isn't a block of the script."""
    match row.block.opening:
        case FirstMessage():
            return [], []
        case When(trigger=trigger):
            if isinstance(trigger, Sentence):
                head, words = "when", short(trigger.text.value)
            else:
                head, words = f"when the {other} says", keywords(trigger)
            edge = Edge(agent.key, node.key, GraphStep.WHEN, head, words, f"WHEN {trigger_text(trigger)}")
            return [edge], []
        case _ if row.parent is not None:
            return [Edge(_key(key, row.parent), node.key, GraphStep.THEN)], []
        case opening:
            name = f"@{opening.label.name}" if isinstance(opening, After) else "?"
            parent = GraphNode(f"{node.key}parent", NodeKind.ELSEWHERE, words=name)
            return [Edge(parent.key, node.key, GraphStep.THEN)], [parent]


def _key(key: str, index: int) -> str:
    return f"{key}b{index}"


_SPOKEN_DETAILS = ("ask", "answer", "follow_up", "run")
"""Details that are part of the conversation."""


def _node(
    key: str, row: ResolvedBlock, marks: tuple[NodeMark, ...], source: Source, target: Target
) -> GraphNode:
    kind = _kind(row)
    texts = [action.text.value for action in row.block.actions if isinstance(action, Say | Do | Undecided)]
    texts += [
        f"{each.name}: {each.value.value}" for each in row.block.details if each.name in _SPOKEN_DETAILS
    ]
    words = ENDED if kind is NodeKind.END else " / ".join(short(text) for text in texts)
    if kind is NodeKind.WAIT:
        words = f"the {_other_side(target)} speaks first"
    label, shown = row.block.label, row.block.in_script
    number = target.number_of(row)
    head = [
        "" if number is None else str(number),
        "FIRST_MESSAGE" if isinstance(row.block.opening, FirstMessage) else "",
        f"@{label.name}" if label and (label.number is None or number is None) else "",
        "" if kind is NodeKind.END else kind.value,
    ]
    return GraphNode(
        _key(key, row.index),
        kind,
        " · ".join(filter(None, head)),
        words,
        " / ".join(texts),
        source.position(shown.start).line if shown else 0,
        marks,
    )


def _kind(row: ResolvedBlock) -> NodeKind:
    for action in row.block.actions:
        match action:
            case Say(text=text):
                alone = is_last(text.value) and not short(text.value).strip()
                return NodeKind.END if alone else NodeKind.SAY
            case Do():
                return NodeKind.DO
            case Undecided():
                return NodeKind.UNDECIDED
            case EndCall():
                return NodeKind.END
            case _:
                return NodeKind.WAIT
    return NodeKind.NOTHING


def _improvised(key: str, scenario: ResolvedScenario, source: Source) -> Iterator[GraphNode]:
    """Yield the node of a scenario without blocks: its instructions, if any."""
    instructions = scenario.settings.fields.get("instructions")
    if instructions and isinstance(instructions.value, str):
        line = source.position(instructions.span.start).line
        yield GraphNode(
            f"{key}b0", NodeKind.DO, "instructions", short(instructions.value), instructions.value, line
        )
    else:
        yield GraphNode(f"{key}b0", NodeKind.NOTHING, words=_EMPTY)
