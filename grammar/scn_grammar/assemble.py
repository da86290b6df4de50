"""Items to scenarios, scenarios to a script; references stay unresolved."""

from scn_dsl.nodes import Block, Field, Scenario, Script, ScriptItem, Setting, Version


def assemble(items: list[ScriptItem]) -> Script:
    """Build a script from its items in order."""
    version: Version | None = None
    above: list[Setting | Block] = []
    scenarios: list[tuple[Field, list[Setting | Block]]] = []
    inside = above
    for item in items:
        if isinstance(item, Field) and item.name == "scenario":
            inside = []
            scenarios.append((item, inside))
        elif isinstance(item, Version):
            version = version or item
        else:
            inside.append(item)
    return group(version, tuple(above), tuple(scenario_of(title, tuple(body)) for title, body in scenarios))


def scenario_of(title: Field | None, items: tuple[Setting | Block, ...]) -> Scenario:
    """Build a scenario from its items in order."""
    blocks: list[Block] = []
    settings: list[Setting] = []
    for item in items:
        if isinstance(item, Block):
            blocks.append(item)
        else:
            settings.append(item)
    return Scenario(title=title, settings=tuple(settings), blocks=tuple(blocks))


def group(
    version: Version | None, items: tuple[Setting | Block, ...], scenarios: tuple[Scenario, ...]
) -> Script:
    """Build a script from the items above its first `scenario:` line, and its scenarios."""
    if not scenarios:
        return Script(version=version, scenarios=(scenario_of(None, items),))
    blocks = tuple(item for item in items if isinstance(item, Block))
    defaults = tuple(item for item in items if not isinstance(item, Block))
    early = (Scenario(blocks=blocks),) if blocks else ()
    return Script(version=version, defaults=defaults, scenarios=early + scenarios)
