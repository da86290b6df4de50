"""Items to scenarios to a script; what they mean to each other is not asked here."""

from scn_dsl.nodes import Block, Field, Scenario, Script, Setting, Version

Item = Version | Setting | Block


def assemble(items: list[Item]) -> Script:
    """A script from its items in order."""
    version = next((item for item in items if isinstance(item, Version)), None)
    above: list[Setting | Block] = []
    scenarios: list[tuple[Field, list[Setting | Block]]] = []
    for item in items:
        if isinstance(item, Field) and item.name == "scenario":
            scenarios.append((item, []))
        elif not isinstance(item, Version):
            (scenarios[-1][1] if scenarios else above).append(item)
    made: tuple[Scenario, ...] = tuple(scenario_of(title, tuple(inside)) for title, inside in scenarios)
    return group(version, tuple(above), made)


def scenario_of(title: Field | None, items: tuple[Setting | Block, ...]) -> Scenario:
    """A scenario from its items; what they mean to each other is not asked here."""
    blocks = tuple(item for item in items if isinstance(item, Block))
    settings = tuple(item for item in items if not isinstance(item, Block))
    return Scenario(title=title, settings=settings, blocks=blocks)


def group(
    version: Version | None, items: tuple[Setting | Block, ...], scenarios: tuple[Scenario, ...]
) -> Script:
    """A script from what stands above its first `scenario:` line, and its scenarios."""
    if not scenarios:
        return Script(version=version, scenarios=(scenario_of(None, items),))
    blocks = tuple(item for item in items if isinstance(item, Block))
    defaults = tuple(item for item in items if not isinstance(item, Block))
    early = (Scenario(blocks=blocks),) if blocks else ()
    return Script(version=version, defaults=defaults, scenarios=early + scenarios)
