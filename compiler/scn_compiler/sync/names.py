"""Compares the names of an environment with the things on a platform that they stand for, as pure functions."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import Enum

from scn_compiler.config import Config
from scn_compiler.reuse.names import NAME_NOUNS, Names
from scn_dsl.records import Record
from scn_dsl.vocabulary import NAME_TABLES

_READ_AS_VALUE = r"\$+(?=[A-Za-z_{])|\$(?=\$)"
_JOINERS = "\u200c\u200d"
"""They join and separate letters of Persian and Hindi, and emoji."""


class Thing(Record):
    """Something on the platform that scripts may name.

    Attributes:
        kind: The table of its names, e.g. `agents`.
        name: As the platform has it: any text, even an empty one.
    """

    kind: str
    id: int
    name: str


class State(Enum):
    """How a name and the platform compare."""

    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"
    """The thing of a name is gone, and another thing has that name now."""
    GONE = "gone"


class NameRow(Record):
    """A name, and the thing that it stands for.

    Attributes:
        name: The name in scripts.
        id: The id that the name should have; for a name whose thing is gone, the id that it has.
        before: The id that a changed name has so far.
        on_platform: The name of the thing on the platform; empty if the list lacks it.
        namesakes: How many things of this kind have that name.
    """

    state: State
    kind: str
    name: str
    id: int
    before: int = 0
    on_platform: str = ""
    namesakes: int = 1


def compare_names(
    kind: str, own: Mapping[str, int], things: Iterable[Thing], is_gone: Callable[[int], bool]
) -> list[NameRow]:
    """Compare the names of one kind with everything of that kind on the platform.

    A thing keeps the names that it has. Without one, it gets the platform's name, or `NAME (ID)` if that is taken.

    Args:
        own: The names of the environment, with those that it takes over, and their ids.
        things: The list of the platform.
        is_gone: Whether the platform has no thing with this id; asked only for ids that the list lacks.
    """
    listed = {each.id: each for each in things}
    names = {each.id: writable_name(each) for each in listed.values()}
    same = Counter(names.values())
    lost = {name: id for name, id in own.items() if id not in listed and is_gone(id)}
    rows = []
    for name, id in own.items():
        if name not in lost:
            thing = listed.get(id)
            rows.append(NameRow(State.KNOWN, kind, name, id, on_platform=thing.name if thing else ""))
    taken = set(own)
    nameless = sorted(
        listed.keys() - set(own.values()), key=lambda id: (same[names[id]] > 1, names[id].casefold(), id)
    )
    for id in nameless:
        name = names[id]
        thing, count = listed[id], same[name]
        if name in lost and count == 1:
            rows.append(NameRow(State.CHANGED, kind, name, id, lost.pop(name), thing.name))
            continue
        name = f"{name} ({id})" if count > 1 else name
        while name in taken:
            name = f"{name} ({id})"
        taken.add(name)
        rows.append(NameRow(State.NEW, kind, name, id, on_platform=thing.name, namesakes=count))
    return rows + [NameRow(State.GONE, kind, name, id) for name, id in lost.items()]


def writable_name(thing: Thing) -> str:
    """Return the platform's name of a thing as a script can write it in a field.

    Scripts have one space between words, no invisible characters, and `$` only where no letter follows; a comma separates
    metrics.
    """
    name = thing.name.replace(",", " ") if thing.kind == NAME_TABLES["metrics"] else thing.name
    spaced = " ".join(name.split())
    visible = "".join(char for char in spaced if char.isprintable() or char in _JOINERS)
    name = " ".join(re.sub(_READ_AS_VALUE, "", visible).split())
    if name.removeprefix("-").isdigit():
        return f"{name} ({thing.id})"
    return name or f"{NAME_NOUNS[thing.kind]} {thing.id}"


def project_of(config: Config) -> str:
    """Return the id of the project in an environment's fields, which may have its name; empty if they have none."""
    fields = tuple(each for each in config.fields if each.name == "project")
    names = Names(config.environment, config.names, config.defined)
    return next((str(each.value) for each in names.in_defaults(fields)[0] if each.value is not None), "")
