"""The configuration of a project."""

from __future__ import annotations

from scn_compiler.semantics.choice import EVERYTHING, Choice
from scn_dsl.records import Record, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scn_compiler.reuse.values import Environment, GivenValue, NameOfId
    from scn_compiler.semantics.defaults import Default
    from scn_compiler.semantics.measurement import Measurement


class Config(Record):
    """The configuration of a project; its defaults are those of scn.

    Attributes:
        target: Target of scripts without a `target:` line.
        fields: Default fields, which each script overrides or extends.
        select, ignore: Selectors: codes, code prefixes, names, or `ALL`; the longer match wins.
        exclude: Globs of files to skip when searching a folder.
        respect_gitignore: Whether to skip files that git ignores when searching a folder.
        strict: Whether a check fails on warnings, and runs the rules in `ON_DEMAND`.
        baseline: The file of known findings. Like `exclude` and `respect_gitignore`, only the command line uses it.
        measured: The file with a measurement. Likewise, only `scn check` and the editor use it.
        measurement: How often conditions held in recorded calls, for the rules in `MEASURED`.
        wrap: Columns to wrap texts at when formatting; 0 keeps their line breaks.
        rules: Dates of platforms' rules, e.g. `("cekura", "2026-09-30")`.
        policy: Answers to open questions of rehearsals, e.g. `("several", "first")`.
        choice: The scenarios to check and to compile; a configuration file chooses all of them.
        environment: The chosen environment; see `in_environment`.
        default_environment: The environment to choose if the command line, the editor and `SCN_ENV` choose none.
        values: The values that it gives to scripts, with those of the environments that it extends.
        names: Its names of ids, likewise.
        assigned: The values of the command line, which override all others of the same name.
        defined: All environments, as they are written.
        read: Reads a file of the project by its path, for imports; `None` if there are no files.
    """

    target: str | None = None
    fields: tuple[Default, ...] = ()
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    strict: bool = False
    baseline: str | None = None
    measured: str | None = None
    measurement: Measurement | None = None
    wrap: int = 0
    rules: tuple[tuple[str, str], ...] = ()
    policy: tuple[tuple[str, str], ...] = ()
    choice: Choice = EVERYTHING
    environment: str | None = None
    default_environment: str | None = None
    values: tuple[GivenValue, ...] = ()
    names: tuple[NameOfId, ...] = ()
    assigned: tuple[GivenValue, ...] = ()
    defined: tuple[Environment, ...] = ()
    read: Callable[[str], str] | None = field(default=None, compare=False)

    @property
    def environments(self) -> tuple[str, ...]:
        """The names of all environments."""
        return tuple(each.name for each in self.defined)

    def in_environment(self, name: str | None = None) -> Config:
        """Choose an environment, by default `default_environment`; its fields are merged over those of the project.

        Raises:
            KeyError: if there is no environment of this name.
        """
        name = name or self.default_environment
        if name is None or name == self.environment:
            return self
        from scn_compiler.reuse.environments import whole_environment  # noqa: PLC0415  (few projects have environments)
        from scn_compiler.semantics.defaults import merged_defaults  # noqa: PLC0415

        whole = whole_environment(name, self.defined)
        fields = merged_defaults(self.fields, whole.fields)
        return replace(self, environment=name, values=whole.values, names=whole.names, fields=fields)
