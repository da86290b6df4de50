"""Scopes: the values that `$name` stands for in a file, a scenario, a fragment or a row."""

from scn_dsl.records import Record
from scn_dsl.source import Span


class NamedValue(Record):
    """A value with a name.

    Attributes:
        place: Where this use of the value gets it from: an argument or a cell; `None` if it is the same for all uses.
        line: Where it is declared, for messages.
    """

    name: str
    text: str
    place: Span | None = None
    line: Span | None = None


class ValueScope:
    """The values of one part of a script, over those of the part around it.

    Attributes:
        values: Its own values by name.
        outer: The scope around it.
        declares: Whether the file declares anything for reuse; if not, a `$name` is most likely a text.
        used: The names that texts have used.
        assigned: Values that win over `let` lines, by name.
        is_open: Whether values may be missing because of a line that is reported already.
    """

    __slots__ = ("assigned", "declares", "is_open", "outer", "used", "values", "where")

    def __init__(
        self,
        outer: "ValueScope | None" = None,
        *,
        declares: bool = False,
        where: str = "",
        values: dict[str, NamedValue] | None = None,
        assigned: dict[str, NamedValue] | None = None,
    ) -> None:
        self.outer = outer
        self.values: dict[str, NamedValue] = values or {}
        self.declares: bool = declares or (outer is not None and outer.declares)
        self.used: set[str] = set()
        self.where = where
        self.assigned: dict[str, NamedValue] = assigned or (outer.assigned if outer else {})
        self.is_open: bool = outer is not None and outer.is_open

    def get(self, name: str) -> NamedValue | None:
        """Find the value with this name; the innermost scope that has it wins."""
        found = self.values.get(name)
        if found is not None:
            self.used.add(name)
            return found
        return self.outer.get(name) if self.outer else None

    def add(self, value: NamedValue) -> None:
        self.values[value.name] = value

    def names(self) -> tuple[str, ...]:
        """List all names, those of the innermost scope first."""
        return (*self.values, *(self.outer.names() if self.outer else ()))

    def hint(self, name: str) -> str:
        """Tell how to declare a value here."""
        if self.where:
            parameters = ", ".join((*self.values, name))
            return f"add it to the parameters, `fragment: {self.where}({parameters})`, and pass it in each `insert:`"
        return f"declare it above with `let {name} = …`, or write `$${name}` for a dollar sign"
