"""Environments that extend each other."""

from collections.abc import Iterator, Mapping

from scn_compiler.reuse.values import Environment
from scn_compiler.semantics.defaults import merged_defaults
from scn_dsl.records import replace
from scn_dsl.suggest import did_you_mean, first


def whole_environment(name: str, defined: tuple[Environment, ...]) -> Environment:
    """Return an environment together with all that it extends.

    Raises:
        KeyError: if there is no environment of this name.
    """
    by_name = {each.name: each for each in defined}
    chain = {name: by_name[name]}
    extended = by_name[name].extends
    while extended in by_name and extended not in chain:
        chain[extended] = by_name[extended]
        extended = by_name[extended].extends
    *above, whole = chain.values()
    while above:
        whole = over(above.pop(), whole)
    return whole


def over(own: Environment, inherited: Environment) -> Environment:
    """Merge an environment over another: lists of fields are extended, other values overridden."""
    values = {each.name: each for each in (*inherited.values, *own.values)}
    names = {(each.kind, each.name): each for each in (*inherited.names, *own.names)}
    return replace(
        own,
        extends=own.extends or inherited.extends,
        values=tuple(values.values()),
        fields=merged_defaults(inherited.fields, own.fields),
        names=tuple(names.values()),
    )


def merged_environments(
    inherited: tuple[Environment, ...], own: tuple[Environment, ...]
) -> tuple[Environment, ...]:
    """Merge the environments of a configuration into those of one that it extends, by name."""
    found = {each.name: each for each in inherited}
    for each in own:
        found[each.name] = over(each, found[each.name]) if each.name in found else each
    return tuple(found.values())


def circles(by_name: Mapping[str, Environment]) -> Iterator[tuple[str, ...]]:
    """Find environments that extend each other, each circle once, with its first name at both ends."""
    done: set[str] = set()
    for name in by_name:
        chain: list[str] = []
        following: str | None = name
        while following is not None and following in by_name and following not in done:
            chain.append(following)
            done.add(following)
            following = by_name[following].extends
        if following in chain:
            yield (*chain[chain.index(following) :], following)


def names_of_kind(defined: tuple[Environment, ...], kind: str) -> dict[str, list[str]]:
    """Return the names of a kind in all environments, each with the environments that have it.

    Environments that others extend come last.
    """
    extended = {each.extends for each in defined}
    found: dict[str, list[str]] = {}
    for environment in sorted(defined, key=lambda each: each.name in extended):
        for each in whole_environment(environment.name, defined).names:
            if each.kind == kind:
                found.setdefault(each.name, []).append(environment.name)
    return found


def unknown_environment_hint(name: str, known: tuple[str, ...]) -> str:
    """Suggest the nearest environment, and list all."""
    if not known:
        return f"add `[environments.{name}]`, or extend a configuration that has it"
    close = did_you_mean(name, known)
    listed = f"the environments are {', '.join(f'`{each}`' for each in first(known))}"
    return f"{close} {listed[0].upper()}{listed[1:]}" if close else listed
