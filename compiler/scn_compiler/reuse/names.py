"""Names instead of ids: `agent: Front desk`, where the environment says which id that is."""

from __future__ import annotations

from scn_compiler.jsondoc.codec import stringify
from scn_compiler.reuse.environments import names_of_kind
from scn_compiler.semantics.field_values import FIELD_READERS
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Field, Script, Setting, Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import CONFIG, Span
from scn_dsl.suggest import first, nearest
from scn_dsl.vocabulary import FIELDS, NAME_TABLES, FieldKind
from scn_grammar.recovery.trailing_comment import trailing_comment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.reuse.values import Environment, NameOfId
    from scn_compiler.semantics.defaults import Default

_NUMBER = lazy_pattern(r"-?\d+")
_ENTRY = lazy_pattern(r"[^,\s](?:[^,]*[^,\s])?")
_MANY = 8
"""With more names, a hint doesn't list all of them."""

_SIMILAR = 0.75
"""Names that only share a word, such as `Front desk` and `Night desk`, aren't misspellings of each other."""

_QUOTES = "\"'“”"
_LOOK_UP = "(`scn names` lists the ids)"


class Names:
    """The names that scripts may write instead of ids."""

    def __init__(
        self, environment: str | None, ids: tuple[NameOfId, ...], defined: tuple[Environment, ...]
    ) -> None:
        """Take the chosen environment, the names in it, and all environments."""
        self.environment = environment
        self.defined = defined
        self._ids: dict[str, dict[str, int]] = {}
        for each in ids:
            self._ids.setdefault(each.kind, {})[each.name] = each.id
        self._everywhere: dict[str, dict[str, list[str]]] = {}
        self._kinds = {name.kind for each in defined for name in each.names}

    def in_script(self, script: Script) -> tuple[Script, tuple[Diagnostic, ...]]:
        """Replace the names in the fields of a script with their ids.

        Returns:
            The script, and a diagnostic for each name without an id, which the script lacks then.
        """
        found: list[Diagnostic] = []
        scenarios = tuple(
            replace(each, settings=self._in_settings(each.settings, found)) for each in script.scenarios
        )
        defaults = self._in_settings(script.defaults, found)
        return replace(script, defaults=defaults, scenarios=scenarios), tuple(found)

    def in_defaults(self, fields: tuple[Default, ...]) -> tuple[tuple[Default, ...], tuple[Diagnostic, ...]]:
        """Replace the names in default fields, as in a script; the diagnostics are in the configuration."""
        found: list[Diagnostic] = []
        return tuple(self._in_default(each, found) for each in fields), tuple(found)

    def instead_of_ids(self, script: Script) -> Script:
        """Replace the ids in the fields of a script with their names; `in_script` gives the ids back.

        A text that isn't a name becomes JSON, so that it stays what it is.
        """
        scenarios = tuple(
            replace(each, settings=tuple(map(self._instead_of_id, each.settings)))
            for each in script.scenarios
        )
        defaults = tuple(map(self._instead_of_id, script.defaults))
        return replace(script, defaults=defaults, scenarios=scenarios)

    def _instead_of_id(self, field: Setting) -> Setting:
        kind = self._kind_of(field.name) if isinstance(field, Field) and not field.raw else None
        if not isinstance(field, Field) or kind is None or not field.value.value:
            return field
        value = FIELD_READERS[FIELDS[field.name].kind](field.value.value)
        entries = value if isinstance(value, list) else [value]
        if any(isinstance(each, str) for each in entries):
            return replace(field, value=Text(value=stringify(value)), raw=True)
        name_of = {id: name for name, id in reversed(self._own(kind).items())}
        text = ", ".join(name_of.get(each, str(each)) for each in entries)
        return replace(field, value=Text(value=text))

    def _in_settings(self, settings: tuple[Setting, ...], found: list[Diagnostic]) -> tuple[Setting, ...]:
        return tuple(self._in_field(each, found) if isinstance(each, Field) else each for each in settings)

    def _in_field(self, field: Field, found: list[Diagnostic]) -> Field:
        kind, text = self._kind_of(field.name), field.value.value
        if not kind or not text or field.raw or _NUMBER.fullmatch(text):
            return field
        if text not in self._own(kind) and _is_malformed(field):
            return field
        ids: list[str] = []
        for start, end in _entries(field):
            name, span = text[start:end], field.place(field.value.locate(start, end))
            if _NUMBER.fullmatch(name):
                ids.append(name)
                continue
            is_fixable = field.value.is_unbroken(start, end)
            id = self._id_of(kind, name, span, found, is_fixable=is_fixable)
            ids += [] if id is None else [str(id)]
        return replace(field, value=Text(value=", ".join(ids), span=field.value.span))

    def _in_default(self, field: Default, found: list[Diagnostic]) -> Default:
        kind = self._kind_of(field.name)
        if not kind:
            return field
        span = field.span.within(CONFIG)
        names = field.value if isinstance(field.value, tuple) else (field.value,)
        ids = tuple(self._id_of(kind, each, span, found) if isinstance(each, str) else each for each in names)
        known = tuple(each for each in ids if each is not None)
        return replace(field, value=known if isinstance(field.value, tuple) else ids[0])

    def _kind_of(self, field: str) -> str | None:
        """Return the kind of names that a field may have; `None` if no environment has such names."""
        kind = NAME_TABLES.get(field)
        return kind if kind in self._kinds else None

    def _own(self, kind: str) -> dict[str, int]:
        """Return the names of a kind in the chosen environment, with their ids."""
        return self._ids.get(kind, {})

    def _id_of(
        self, kind: str, name: str, span: Span, found: list[Diagnostic], *, is_fixable: bool = False
    ) -> int | None:
        """Return the id of a name; report a name without an id, with a fix if it is written in one piece."""
        own = self._own(kind)
        if name in own:
            return own[name]
        message, hint, close = self._explain(kind, name)
        fix = None
        if close and is_fixable:
            is_safe = close == name.strip(_QUOTES)
            fix = Fix(f"replace with `{close}`", (Edit(span, close),), safe=is_safe)
        found.append(report("unknown-name", span, message, hint, fix=fix))
        return None

    def _explain(self, kind: str, name: str) -> tuple[str, str, str | None]:
        """Return the message and hint for a name without an id, and the name that was probably meant."""
        if kind not in self._everywhere:
            self._everywhere[kind] = names_of_kind(self.defined, kind)
        everywhere = self._everywhere[kind]
        if self.environment is None and name in everywhere:
            choices = " or ".join(f"`--env {each}`" for each in everywhere[name][:_MANY])
            hint = f"choose one with {choices}, or with `environment` in the configuration"
            return f"`{name}` needs an environment that says which id it is", hint, None
        new = f'add `"{name}" = ID` to `[environments.{self.environment}.names.{kind}]`'
        if name in everywhere:
            return f"`{name}` has no id in `{self.environment}`", f"{new} {_LOOK_UP}", None
        message = f"unknown {NAME_NOUNS[kind]} `{name}`"
        known = first(self._own(kind) if self.environment else everywhere)
        plain = name.strip(_QUOTES)
        if close := nearest(plain, known, _SIMILAR):
            return message, f"did you mean `{close}`?", close
        if elsewhere := nearest(plain, first(everywhere), _SIMILAR):
            return message, f"did you mean `{elsewhere}`? It has no id in `{self.environment}`", None
        some = ", ".join(f"`{each}`" for each in known[:_MANY]) + (", …" if len(known) > _MANY else "")
        if not self.environment:
            return message, f"the names are {some}", None
        return message, f"{new} {_LOOK_UP}" + (f", or use one of its names: {some}" if known else ""), None


NAME_NOUNS = {kind: field for field, kind in NAME_TABLES.items()} | {
    "metrics": "metric",
    "phones": "phone number",
}
"""The kinds of names, each with a noun for one thing of its kind."""


def _entries(field: Field) -> list[tuple[int, int]]:
    """Return the start and end of each name in a value."""
    text = field.value.value
    if FIELDS[field.name].kind is FieldKind.IDS:
        return [entry.span() for entry in _ENTRY.finditer(text)]
    return [(0, len(text))]


def _is_malformed(field: Field) -> bool:
    """Return whether a value is more than names: then the resolver says what is wrong with it."""
    kind, text = FIELDS[field.name].kind, field.value.value
    if kind is FieldKind.INTEGER:
        return trailing_comment(text, prose=False) is not None
    try:
        FIELD_READERS[kind](text)
    except ValueError:
        return True
    return False
