"""Items to scenarios and fragments, these to a script; references stay unresolved."""

from scn_dsl.nodes import (
    Block,
    Field,
    Fragment,
    Scenario,
    Script,
    ScriptItem,
    Setting,
    Use,
    Variable,
    Version,
)
from scn_dsl.records import replace
from scn_dsl.vocabulary import LET, REUSE, TITLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    Section = tuple[Field | None, tuple[Setting | Block, ...]]


def assemble(items: list[ScriptItem]) -> Script:
    """Build a script from its items in order."""
    version: Version | None = None
    inside: list[Setting | Block] = []
    sections: list[tuple[Field | None, list[Setting | Block]]] = [(None, inside)]
    for item in items:
        if isinstance(item, Block):
            inside.append(item)
        elif isinstance(item, Field) and item.name in TITLES:
            inside = []
            sections.append((item, inside))
        elif isinstance(item, Version):
            version = version or item
        else:
            inside.append(item)
    (_, above), *titled = ((title, tuple(body)) for title, body in sections)
    return group(version, above, tuple(section_of(title, body) for title, body in titled if title))


def section_of(title: Field, items: tuple[Setting | Block, ...]) -> Scenario | Fragment:
    """Build a scenario or a fragment from its title and its items in order."""
    if title.name == "scenario":
        return scenario_of(title, items)
    body = scenario_of(None, items)
    return Fragment(title=title, settings=body.settings, blocks=body.blocks, uses=body.uses)


def scenario_of(title: Field | None, items: tuple[Setting | Block, ...]) -> Scenario:
    """Build a scenario from its items in order."""
    blocks: list[Block] = []
    settings: list[Setting] = []
    uses: list[Use] = []
    for item in items:
        if isinstance(item, Block):
            blocks.append(item)
        elif isinstance(item, Field | Variable) and is_use(item):
            uses.append(Use(line=item, settings=len(settings), blocks=len(blocks)))
        else:
            settings.append(item)
    return Scenario(title=title, settings=tuple(settings), blocks=tuple(blocks), uses=tuple(uses))


def is_use(line: Field | Variable) -> bool:
    """Tell whether a line is about reuse."""
    return line.name in REUSE if isinstance(line, Field) else line.holder == LET


def group(
    version: Version | None, items: tuple[Setting | Block, ...], sections: tuple[Scenario | Fragment, ...]
) -> Script:
    """Build a script from the items above its first title, and its scenarios and fragments."""
    head = scenario_of(None, items)
    if not sections:
        return Script(version=version, scenarios=(head,))
    fragments = tuple(each for each in sections if isinstance(each, Fragment))
    scenarios = tuple(each for each in sections if isinstance(each, Scenario))
    if not scenarios and _is_scenario(head):
        return Script(version=version, scenarios=(head,), fragments=fragments)
    blocks = head.blocks
    early = (replace(head, settings=(), uses=()),) if blocks else ()
    return Script(
        version=version,
        defaults=head.settings,
        scenarios=early + scenarios,
        uses=head.uses,
        fragments=fragments,
    )


def _is_scenario(head: Scenario) -> bool:
    """Tell whether the lines above the fragments of a file are a scenario, and not only what the fragments use."""
    return bool(head.blocks) or any(
        name in ("insert", "instructions", "examples")
        for name in (
            *(use.name for use in head.uses),
            *(each.name for each in head.settings if isinstance(each, Field)),
        )
    )
