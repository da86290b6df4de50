"""The public verbs, pure: text in, values out. The command line and the editor call nothing else.

Each is loaded when it is first used: a check does not wait for what only a decompile needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scn_compiler.checking import check, find
    from scn_compiler.compiling import Compiled, by_line, combine, compile_text
    from scn_compiler.config import Config
    from scn_compiler.decompiling import Decompiled, decompile
    from scn_compiler.explaining import explain
    from scn_compiler.fixing import Fixed, fix_text
    from scn_compiler.formatting import Formatted, format_text
    from scn_compiler.graph.drawing import Drawn, draw
    from scn_compiler.selection import Sifted

__all__ = [
    "Compiled",
    "Config",
    "Decompiled",
    "Drawn",
    "Fixed",
    "Formatted",
    "Sifted",
    "by_line",
    "check",
    "combine",
    "compile_text",
    "decompile",
    "draw",
    "explain",
    "find",
    "fix_text",
    "format_text",
]

_HOMES = {
    "check": "checking",
    "find": "checking",
    "Sifted": "selection",
    "Config": "config",
    "by_line": "compiling",
    "compile_text": "compiling",
    "combine": "compiling",
    "Compiled": "compiling",
    "decompile": "decompiling",
    "Decompiled": "decompiling",
    "draw": "graph.drawing",
    "Drawn": "graph.drawing",
    "explain": "explaining",
    "fix_text": "fixing",
    "Fixed": "fixing",
    "format_text": "formatting",
    "Formatted": "formatting",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"scn_compiler.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
