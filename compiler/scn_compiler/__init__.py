"""Checks, fixes, formats and draws scripts, compiles them to payloads of a platform, and decompiles payloads."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.api import (
        Compiled,
        Config,
        Decompiled,
        Drawn,
        Fixed,
        Formatted,
        check,
        compile_text,
        decompile,
        draw,
        explain,
        fix_text,
        format_text,
    )

__all__ = [
    "Compiled",
    "Config",
    "Decompiled",
    "Drawn",
    "Fixed",
    "Formatted",
    "check",
    "compile_text",
    "decompile",
    "draw",
    "explain",
    "fix_text",
    "format_text",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        from scn_compiler import api  # noqa: PLC0415  (loads on first use)

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
