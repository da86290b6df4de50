"""Measures on real transcripts how often each condition of a script would have fired."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.measure.batches import measure
    from scn_compiler.measure.totals import Measured

__all__ = ["Measured", "measure"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from scn_compiler.measure import batches  # noqa: PLC0415  (needs the extra `measure`)

    return getattr(batches, name)
