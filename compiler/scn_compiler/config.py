"""The configuration of a project as a value."""

from scn_compiler.semantics.defaults import Default
from scn_dsl.records import Record


class Config(Record):
    """The configuration of a project; the default values are those of scn itself.

    Attributes:
        target: Target of scripts that name none.
        fields: Default fields, which each script overrides or extends.
        select, ignore: Selectors: codes, prefixes of codes, names, or `ALL`; the longer match wins.
        exclude: Globs of files to skip when a folder is searched.
        respect_gitignore: Whether what git ignores is skipped when a folder is searched.
        strict: Whether a check fails on warnings, and reports also what is `ON_DEMAND`.
        baseline: The file of known findings. Only the command line uses it, `exclude` and
            `respect_gitignore`.
        wrap: Columns to which formatting wraps texts; 0 leaves their lines as they are.
        rules: Platforms with the day whose rules apply, e.g. `("cekura", "2026-09-30")`.
    """

    target: str | None = None
    fields: tuple[Default, ...] = ()
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    strict: bool = False
    baseline: str | None = None
    wrap: int = 0
    rules: tuple[tuple[str, str], ...] = ()
