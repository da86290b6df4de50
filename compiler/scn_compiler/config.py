"""What holds beneath every script: a project's choices, as a value."""

from scn_compiler.semantics.defaults import Default
from scn_dsl.records import Record


class Config(Record):
    """What a project chose; without anything chosen, what scn does by itself.

    Attributes:
        target: For scripts that name none.
        fields: Beneath the fields of each script.
        select, ignore: Codes, beginnings of codes, names, or `ALL`; the longer one counts.
        exclude: Globs of files that are passed over in folders.
        strict: Whether warnings fail a check, too.
        baseline: The file that lists known findings; as `exclude` and `strict`, for the command line alone.
        rules: For a platform the day by whose rules it is judged, e.g. `("cekura", "2026-09-30")`.
    """

    target: str | None = None
    fields: tuple[Default, ...] = ()
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    strict: bool = False
    baseline: str | None = None
    rules: tuple[tuple[str, str], ...] = ()
