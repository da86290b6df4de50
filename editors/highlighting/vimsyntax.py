"""Generates the syntax file for Vim and Neovim. If two items match at the same position, Vim uses the last one defined."""

from collections.abc import Iterator

from patterns import vim
from scn_compiler.ide.semantic_tokens.kinds import TokenKind
from table import BAR, RUN_END, B, Rule, Segment, State, table

PATH = "editors/vim/syntax/scn.vim"

GROUPS = {
    TokenKind.KEYWORD: "Keyword",
    TokenKind.FIELD: "Identifier",
    TokenKind.LABEL: "Label",
    TokenKind.REFERENCE: "Label",
    TokenKind.STRING: "String",
    TokenKind.ESCAPE: "SpecialChar",
    TokenKind.NUMBER: "Number",
    TokenKind.CONSTANT: "Boolean",
    TokenKind.VARIABLE: "Define",
    TokenKind.PLATFORM_KEY: "PreProc",
    TokenKind.TAG: "Function",
    TokenKind.ATTRIBUTE: "Type",
    TokenKind.VALUE: "String",
    TokenKind.MARKER: "Special",
    TokenKind.TEMPLATE: "Macro",
    TokenKind.COMMENT: "Comment",
    TokenKind.OPERATOR: "Operator",
    TokenKind.PLACEHOLDER: "Define",
    TokenKind.FRAGMENT: "Function",
    TokenKind.PARAMETER: "Type",
}

_SYNTAX = """\
" Vim syntax file of scn. Written by editors/highlighting/generate.py.

if exists("b:current_syntax")
  finish
endif

syntax iskeyword @,48-57,_,192-255
syntax sync match scnSync grouphere NONE {sync}

{items}

{links}

let b:current_syntax = "scn"
"""


def files() -> dict[str, str]:
    rules = table()
    items: list[str] = []
    for name, state in rules.states.items():
        items += _state(name, state)
    for at, rule in reversed(list(enumerate(rules.heads))):
        items += _rule(f"head_{at}", rule, top=True)
    items += _layout()
    used = sorted({name for item in items for name in _named(item)})
    links = [f"highlight default link scn{_title(kind)} {group}" for kind, group in GROUPS.items()]
    for name in used:
        kind, _, rest = name.partition("_")
        if rest and kind != "scnNone":
            links.append(f"highlight default link {name} {kind}")
    starts = "|".join(_whole(rule) for rule in rules.heads)
    text = _SYNTAX.format(sync=_pattern(f"^{B}*(?:{starts})"), items="\n".join(items), links="\n".join(links))
    return {PATH: text}


def group(kind: TokenKind | None, item: str = "") -> str:
    """Name the group of an item; the part before the underscore is its kind."""
    return f"scn{_title(kind)}" + (f"_{item}" if item else "")


def _title(kind: TokenKind | None) -> str:
    return kind.name.title().replace("_", "") if kind else "None"


def _named(item: str) -> Iterator[str]:
    words = item.split()
    if words[1] in ("match", "region"):
        yield words[2]


def _layout() -> list[str]:
    bar = _pattern(f"^{B}*{BAR}")
    return [
        f"syntax match {group(TokenKind.OPERATOR, 'bar')} {bar} contained",
        f"syntax match {group(TokenKind.COMMENT, 'line')} {_pattern(f'^{B}*#[^{chr(92)}n]*')}",
    ]


def _state(name: str, state: State) -> list[str]:
    own: list[str] = []
    members = [group(TokenKind.COMMENT, "line"), group(TokenKind.OPERATOR, "bar")]
    for at, rule in reversed(list(enumerate(state.rules))):
        if not rule.pop:
            items = _rule(f"{name}_{at}", rule)
            own += items
            members.append(items[0].split()[2])
    return [f"syntax cluster scn_{name} contains={','.join(members)}", *own]


def _rule(item: str, rule: Rule, *, top: bool = False) -> list[str]:
    """Build the items of a rule; the first one matches its start."""
    if rule.push or rule.goto:
        return _region(item, rule, top=top)
    if len(rule.segments) == 1:
        (segment,) = rule.segments
        return [f"syntax match {group(segment.kind, item)} {_pattern(_whole(rule))} contained"]
    first = group(rule.segments[0].kind, f"{item}_1")
    whole = f"syntax match {group(None, item)} {_pattern(_whole(rule))} contained contains={first}"
    return [whole, *_chain(item, rule, rule.segments, "")]


def _chain(
    item: str, rule: Rule, segments: tuple[Segment, ...], after: str, *, top: bool = False
) -> list[str]:
    """Build a match item for each segment; each leads to the next one, and the last one to `after`."""
    items = []
    for at, segment in enumerate(segments):
        names = [group(each.kind, f"{item}_{number + 1}") for number, each in enumerate(segments)]
        follower = names[at + 1] if at + 1 < len(names) else after
        rest = "".join(each.pattern for each in rule.segments[at + 1 :]) + (
            f"(?={rule.ahead})" if rule.ahead else ""
        )
        first = top and at == 0
        pattern = (f"^{B}*" if first else "") + segment.pattern + (f"(?={rest})" if rest else "")
        items.append(
            f"syntax match {names[at]} {_pattern(pattern)}"
            + ("" if first else " contained")
            + (f" nextgroup={follower}" if follower else "")
        )
    return items


def _region(item: str, rule: Rule, *, top: bool) -> list[str]:
    """Build a region that the last segment opens and that ends with its state, with matches for earlier segments."""
    before, last = rule.segments[:-1], rule.segments[-1:]
    inner = table().states[rule.push or rule.goto]
    name = group(inner.kind, f"{item}_in")
    contained = "" if top and not before else " contained"
    pattern = (f"^{B}*" if top and not before else "") + "".join(segment.pattern for segment in last)
    ahead = f"(?={rule.ahead})" if last and rule.ahead else rule.ahead
    opened = f"matchgroup={group(last[0].kind)} " if last else ""
    region = (
        f"syntax region {name} {opened}start={_pattern(pattern + ahead)} {_ends(rule, inner)}"
        f"{contained} contains=@scn_{rule.push or rule.goto}{' keepend' if top else ''}"
    )
    return [*_chain(item, rule, before, name, top=top), region]


def _ends(rule: Rule, inner: State) -> str:
    ends = [f"matchgroup=NONE end={_pattern(RUN_END)}"]
    if rule.push:
        for each in inner.rules:
            if each.pop:
                kind = each.segments[0].kind if each.segments else None
                ends.append(f"matchgroup={group(kind)} end={_pattern(_whole(each))}")
    if inner.one_line:
        ends.append(f"matchgroup=NONE end={_pattern('$')}")
    return " ".join(ends)


def _whole(rule: Rule) -> str:
    return "".join(segment.pattern for segment in rule.segments) + (f"(?={rule.ahead})" if rule.ahead else "")


def _pattern(pattern: str) -> str:
    return f";{vim(pattern)};"
