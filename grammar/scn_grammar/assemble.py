"""Items to scenarios, fragments and tests, these to a script; references stay unresolved."""

from scn_dsl.nodes import (
    Block,
    CallTest,
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


def assemble(items: list[ScriptItem]) -> Script:
    """Build a script from its items in order."""
    version: Version | None = None
    tests: list[CallTest] = []
    inside: list[Setting | Block] = []
    sections: list[tuple[Field | None, list[Setting | Block]]] = [(None, inside)]
    for item in items:
        if isinstance(item, Block):
            inside.append(item)
        elif isinstance(item, Field) and item.name in TITLES:
            inside = []
            sections.append((item, inside))
        elif isinstance(item, CallTest):
            tests.append(item)
        elif isinstance(item, Version):
            version = version or item
        else:
            inside.append(item)
    head, *titled = (_section(title, body) for title, body in sections)
    script = _script(head, titled, has_tests=bool(tests))
    return replace(script, version=version, tests=tuple(tests)) if version or tests else script


def _section(title: Field | None, items: list[Setting | Block]) -> Scenario:
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


def _script(head: Scenario, titled: list[Scenario], *, has_tests: bool) -> Script:
    scenarios = tuple(each for each in titled if each.title and each.title.name == "scenario")
    fragments = tuple(
        Fragment(title=each.title, settings=each.settings, blocks=each.blocks, uses=each.uses)
        for each in titled
        if each.title and each.title.name == "fragment"
    )
    has_more = bool(fragments) or has_tests or (bool(head.uses) and not head.settings)
    if not scenarios and (_is_scenario(head) or not has_more):
        return Script(scenarios=(head,), fragments=fragments)
    early = (Scenario(blocks=head.blocks),) if head.blocks else ()
    return Script(defaults=head.settings, scenarios=early + scenarios, uses=head.uses, fragments=fragments)


def _is_scenario(head: Scenario) -> bool:
    """Tell whether the lines above the first title are a scenario, and not only what fragments and tests use."""
    return bool(head.blocks) or any(
        name in ("insert", "instructions", "examples")
        for name in (
            *(use.name for use in head.uses),
            *(each.name for each in head.settings if isinstance(each, Field)),
        )
    )
