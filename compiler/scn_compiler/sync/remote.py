"""The interface of a platform whose scenarios scn reads and writes, and the values that go back and forth."""

from collections.abc import Iterator, Mapping
from typing import Protocol, runtime_checkable

from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.canonical import RequestBody
from scn_dsl.records import Record, field


class Stored(Record):
    """A scenario as the platform has it.

    Attributes:
        body: As a request would write it, without fields that only answers have.
        stamp: The time of the last change, as the platform writes it; empty if it doesn't say.
        project: The project that it is in; empty if the platform doesn't say.
        history: The newest revision, for restoring it; empty if the platform keeps none.
    """

    id: str
    name: str
    body: RequestBody = field(compare=False)
    stamp: str = ""
    project: str = ""
    history: str = ""


class Listed(Record):
    """A scenario in a list.

    Attributes:
        body: Its fields in the list, which may lack some that only the scenario itself has.
    """

    id: str
    name: str
    stamp: str = ""
    body: RequestBody = field(default_factory=dict, compare=False)


class Revision(Record):
    """An earlier or the present state of a scenario, with the time and the author of the change that led to it."""

    id: str
    date: str
    author: str


class Abilities(Record):
    """The requests that a platform documents.

    Attributes:
        no_list, no_create, no_delete: Why the platform has no such request, and what to do by hand, as a sentence; empty if
            it has one.
        dates_its_list: Whether a row of the list says when the scenario changed; else each scenario is read by its id.
        replaces: Whether an update needs the whole scenario, instead of the fields that change.
        lasting: Fields that can't be empty.
        cleared: Values that clear a field where the usual one (`[]`, `""` or null) isn't valid.
    """

    no_list: str = ""
    no_create: str = ""
    no_delete: str = ""
    dates_its_list: bool = True
    replaces: bool = False
    lasting: tuple[str, ...] = ()
    cleared: Mapping[str, Json] = field(default_factory=dict)


class Remote(Protocol):
    """A platform's scenarios in one account.

    Each function raises `ApiError` if the platform can't be asked or refuses.
    """

    platform: str
    """For example `cekura`."""

    abilities: Abilities

    def list(self) -> Iterator[Listed]: ...

    def read(self, identity: str) -> Stored: ...

    def create(self, body: RequestBody, token: str, /) -> Stored:
        """Create a scenario.

        Args:
            token: Identifies this creation: some platforms create a scenario once, however often they are sent the same one.
        """
        ...

    def update(self, identity: str, body: RequestBody) -> Stored: ...

    def delete(self, identity: str) -> None: ...


@runtime_checkable
class KeepsRevisions(Protocol):
    """A platform that keeps earlier revisions of scenarios."""

    def revisions(self, identity: str) -> Iterator[Revision]:
        """Yield the revisions of a scenario, the newest one first."""
        ...

    def restore(self, identity: str, revision: str) -> Stored: ...


@runtime_checkable
class KnowsItsParts(Protocol):
    """A platform that can be asked for the agents and projects of the account."""

    def sees(self, body: RequestBody) -> bool:
        """Return whether the account has the agent or the project that a scenario names."""
        ...
