"""The parts of the language that each target accepts, found by compiling a small script with and without each part."""

from collections.abc import Iterable, Iterator
from enum import Enum

from scn_compiler.jsondoc.codec import same_json
from scn_compiler.platforms.kit.target import Emitted, Form, Target
from scn_compiler.semantics.resolve import resolve
from scn_dsl.diagnostic import Severity
from scn_dsl.records import Record
from scn_dsl.source import Source
from scn_dsl.vocabulary import BLOCK, FIELDS, HOLDERS, FieldKind
from scn_grammar.parser import parse


class Taken(Enum):
    """An effect of a target on a part of a script; the worst comes first."""

    REFUSED = "error"
    LEFT_OUT = "–"
    TAKEN = "yes"


class Construct(Record):
    """A part of the language, and pairs of scripts that differ only by it.

    Attributes:
        group: Heading of its table, in Markdown.
        name: Its name in the table, in Markdown.
        pairs: Scripts with and without it, one pair for each place where it may appear. A target accepts the part if it
            accepts it in one of them.
    """

    group: str
    name: str
    pairs: tuple[tuple[str, str], ...]


class Column(Record):
    """Targets that treat every part alike."""

    targets: tuple[str, ...]
    taken: tuple[Taken, ...]


_HEAD = ("scenario: A call", "role: Somebody", "language: en", "reason: Something")
_SENTENCE = "WHEN A customer asks about prices\n  say: Five"
_KEYWORDS = 'WHEN contains "price" OR contains "cost"\n  say: Five'
_VALUES = {
    "language": "sv",
    "tools": "dtmf",
    "profile": "7",
    "metrics": "7",
    "max_duration": "5m",
    "folder": "Calls",
    "history": "caller: Good morning",
    "expect_call": 'get_price(of="bread")',
    "caller_tool": "terminate_call",
    "compare": "of",
    "by": "agent",
    "settings": '{"a": 1}',
    "weights": "price high",
    "outcome": "endCall",
    "direction": "outbound",
    "medium": "chatbot",
    "enabled": "no",
}
_OF_KIND = {
    FieldKind.INTEGER: "7",
    FieldKind.ID: "7",
    FieldKind.CHOICE: "yes",
    FieldKind.NUMBER: "1",
    FieldKind.MILLISECONDS: "700ms",
    FieldKind.WORD: "seven",
}
_NEEDED_BELOW = {"faq": "\n  answer: Anything", "caller_tool": "\n  kind: terminate_call"}
"""Lines that a record needs."""

_NO_PART = ("scenario", "suite", "target", "empty")
"""Fields about the file, and `empty`, whose words differ between platforms."""


def constructs() -> tuple[Construct, ...]:
    """List the parts of the language, in the order of the tables."""
    return (*_fields(), *_variables(), *_blocks(), *_texts(), *_details(), *_lines_of_records())


def matrix_of(targets: Iterable[Target]) -> tuple[Column, ...]:
    """Make the columns for `targets`; targets of one platform that treat every part alike share one."""
    rows = constructs()
    columns: list[Column] = []
    platforms: list[str] = []
    for target in targets:
        if target.form is Form.FRAGMENT:
            continue
        taken = tuple(takes(target, row) for row in rows)
        at = next((at for at, each in enumerate(columns) if each.taken == taken
                   and platforms[at] == target.platform), None)  # fmt: skip
        if at is None:
            columns.append(Column((target.name,), taken))
            platforms.append(target.platform)
        else:
            columns[at] = Column((*columns[at].targets, target.name), taken)
    return tuple(columns)


def matrix_table(columns: tuple[Column, ...]) -> str:
    """Print the matrix as a Markdown page with aligned tables."""
    heads = ["", *(column.targets[0] for column in columns)]
    body = [
        [row.name, *(column.taken[at].value for column in columns)] for at, row in enumerate(constructs())
    ]
    groups = [row.group for row in constructs()]
    widths = [max(len(cell) for cell in cells) for cells in zip(heads, *body, strict=True)]
    lines: list[str] = [_INTRODUCTION]
    lines += [f"- The column `{column.targets[0]}` also applies to {_listed(column.targets[1:])}." for column in columns
              if column.targets[1:]]  # fmt: skip
    for at, (group, cells) in enumerate(zip(groups, body, strict=True)):
        if at == 0 or groups[at - 1] != group:
            lines += [
                "",
                f"## {group}",
                "",
                _line(heads, widths),
                _line(["-" * width for width in widths], widths),
            ]
        lines.append(_line([cell.replace("|", "\\|") for cell in cells], widths))
    return "\n".join([*lines, ""])


_INTRODUCTION = """# What each target accepts

| in a table | meaning |
|---|---|
| yes | The payload contains it. |
| – | The payload doesn't contain it, and a warning says so. |
| error | The script doesn't compile, because the payload would mean something else. |

`scn targets --matrix` generates these tables: it compiles a small script with and without each part.
"""


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def _line(cells: list[str], widths: list[int]) -> str:
    return "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)) + " |"


def takes(target: Target, construct: Construct) -> Taken:
    """Find the best effect that `target` has on a part of a script, over all places where the part may appear."""
    return max((_outcome(target, *pair) for pair in construct.pairs), key=list(Taken).index)


def is_silent(target: Target, construct: Construct) -> bool:
    """Whether `target` leaves the part out everywhere without a diagnostic, although it isn't for scn alone."""
    if construct.group == "Fields" and FIELDS[construct.name.strip("`:")].of_scn:
        return False
    return all(not _said(target, *pair) and _is_same(target, *pair) for pair in construct.pairs)


def _outcome(target: Target, script: str, without: str) -> Taken:
    severities = _said(target, script, without)
    if Severity.ERROR in severities:
        return Taken.REFUSED
    return (
        Taken.LEFT_OUT if Severity.WARNING in severities or _is_same(target, script, without) else Taken.TAKEN
    )


def _said(target: Target, script: str, without: str) -> list[Severity]:
    """List the severities of losses and errors that only the script with the part has."""
    known = {found.message for found in _emitted(target, without).diagnostics}
    return [
        found.severity
        for found in _emitted(target, script).diagnostics
        if found.message not in known
        and (found.name == "unsupported-by-target" or found.severity is Severity.ERROR)
    ]


def _is_same(target: Target, script: str, without: str) -> bool:
    full, plain = (
        [payload.value for payload in _emitted(target, text).payloads] for text in (script, without)
    )
    return same_json(full, plain)


def _emitted(target: Target, text: str) -> Emitted:
    document, _ = resolve(parse(Source(f"target: {target.name}\n{text}\n")).script, None, fragment=False)
    return target.emit(document)


def _script(lines: Iterable[str], *blocks: str) -> str:
    return "\n".join([*lines, *("\n" + block for block in blocks)])


def _value(name: str) -> str:
    return _VALUES.get(name) or _OF_KIND.get(FIELDS[name].kind, "Anything")


def _fields() -> Iterator[Construct]:
    for name, spec in FIELDS.items():
        if name not in _NO_PART and not spec.under:
            yield Construct("Fields", f"`{name}:`", tuple(_with_field(name)))


def _with_field(name: str) -> Iterator[tuple[str, str]]:
    omitted = {name, "role"} if name == "instructions" else {name}
    head = [line for line in _HEAD if line.partition(":")[0] not in omitted]
    blocks = () if name == "instructions" else (_SENTENCE,)
    line = f"{name}: {_value(name)}" + _NEEDED_BELOW.get(name, "")
    for lines in ([*head, line], [line, *head]):
        yield _script(lines, *blocks), _script(head, *blocks)


def _lines_of_records() -> Iterator[Construct]:
    for record in (name for name, spec in FIELDS.items() if spec.kind is FieldKind.RECORD):
        above = [*_HEAD, f"{record}: {_value(record)}"]
        for name, spec in FIELDS.items():
            if record in spec.under:
                line = f"  {name}: {_value(name)}"
                pair = (_script([*above, line], _SENTENCE), _script(above, _SENTENCE))
                yield Construct(f"Lines below `{record}:`", f"`{name}:`", (pair,))


def _variables() -> Iterator[Construct]:
    for holder in HOLDERS:
        pair = (_script([*_HEAD, f"{holder} price = 5"], _SENTENCE), _script(_HEAD, _SENTENCE))
        yield Construct("Variables", f"`{holder} NAME = …`", (pair,))


_BLOCKS = (
    ("`FIRST_MESSAGE`", "FIRST_MESSAGE\n  say: Hello"),
    ("`WHEN` and a sentence", "WHEN A customer says goodbye\n  say: Goodbye"),
    ("`WHEN contains`", 'WHEN contains "bye"\n  say: Goodbye'),
    ("`OR`", 'WHEN contains "bye" OR contains "ciao"\n  say: Goodbye'),
    ("`AND`", 'WHEN contains "bye" AND contains "now"\n  say: Goodbye'),
    ("`do:`", "WHEN A customer says goodbye\n  do: Wish a nice day"),
    ("`wait`", "FIRST_MESSAGE\n  wait"),
)
_BELOW = (
    ("`THEN`", "{0}\nTHEN\n  say: And more"),
    ("`AFTER`", "@price {0}\n\nAFTER @price\n  say: And more"),
    ("two follow-ups of one block", "@price {0}\nTHEN\n  say: And more\n\nAFTER @price\n  say: And other"),
    ("`end call`", "{0}\n  end call"),
)


def _blocks() -> Iterator[Construct]:
    for name, block in _BLOCKS:
        alone = (_script(_HEAD, block), _script(_HEAD))
        yield Construct("Blocks", name, (alone,))
    for name, form in _BELOW:
        pairs = ((_script(_HEAD, form.format(base)), _script(_HEAD, base)) for base in (_SENTENCE, _KEYWORDS))
        yield Construct("Blocks", name, tuple(pairs))


_NEEDS = {"answer": ("ask: When?",), "follow_up": ("ask: When?", "answer: Now")}


def _details() -> Iterator[Construct]:
    for name, spec in FIELDS.items():
        if BLOCK not in spec.under:
            continue
        pairs: list[tuple[str, str]] = []
        for base in (_SENTENCE, _KEYWORDS):
            for above in ((), _NEEDS.get(name, ())):
                block = "\n  ".join([base, *above])
                pairs.append((_script(_HEAD, f"{block}\n  {name}: {_value(name)}"), _script(_HEAD, block)))
        yield Construct("Lines in blocks", f"`{name}:`", tuple(dict.fromkeys(pairs)))


_TEXTS = (
    ("pause", '<silence time="2s" />'),
    ("phone keys", '<dtmf digits="1" />'),
    ("marker", "[laughter]"),
    ("template variable", "{{test_profile.name}}"),
)


def _texts() -> Iterator[Construct]:
    for name, mark in _TEXTS:
        with_it = _script(_HEAD, f"{_SENTENCE} {mark}")
        yield Construct("Texts", f"{name} `{mark}`", ((with_it, _script(_HEAD, _SENTENCE)),))
