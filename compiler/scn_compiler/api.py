"""The public functions: text in, values out. `cli` and `lsp` add files, streams and the protocol of editors.

Each name is imported on first use, so that a check doesn't load modules for decompiling.
"""

# ruff: noqa: PLC0414  (`X as X` tells type checkers that a name is re-exported)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.config import Config as Config
    from scn_compiler.findings.merge import one_per_line as one_per_line
    from scn_compiler.findings.selectors import Findings as Findings
    from scn_compiler.graph.draw import Drawn as Drawn
    from scn_compiler.graph.draw import draw as draw
    from scn_compiler.lint.rule_pages import explain as explain
    from scn_compiler.pipeline.check import check as check
    from scn_compiler.pipeline.check import find as find
    from scn_compiler.pipeline.combine import Part as Part
    from scn_compiler.pipeline.combine import clashes as clashes
    from scn_compiler.pipeline.combine import combine as combine
    from scn_compiler.pipeline.combine import combines as combines
    from scn_compiler.pipeline.compile import Compiled as Compiled
    from scn_compiler.pipeline.compile import compile_text as compile_text
    from scn_compiler.pipeline.decompile import Decompiled as Decompiled
    from scn_compiler.pipeline.decompile import decompile as decompile
    from scn_compiler.pipeline.expand import expand_text as expand_text
    from scn_compiler.pipeline.explore import explore_text as explore_text
    from scn_compiler.pipeline.fix import Fixed as Fixed
    from scn_compiler.pipeline.fix import fix_text as fix_text
    from scn_compiler.pipeline.format import Formatted as Formatted
    from scn_compiler.pipeline.format import format_text as format_text
    from scn_compiler.pipeline.listing import list_scenarios as list_scenarios
    from scn_compiler.pipeline.play_tests import play_tests as play_tests
    from scn_compiler.pipeline.share import ScriptOfPayload as ScriptOfPayload
    from scn_compiler.pipeline.share import SharedScript as SharedScript
    from scn_compiler.pipeline.share import share as share
    from scn_compiler.semantics.choice import Choice as Choice

_MODULES = {
    "config": ("Config",),
    "findings.merge": ("one_per_line",),
    "findings.selectors": ("Findings",),
    "graph.draw": ("Drawn", "draw"),
    "lint.rule_pages": ("explain",),
    "pipeline.check": ("check", "find"),
    "pipeline.combine": ("Part", "clashes", "combine", "combines"),
    "pipeline.compile": ("Compiled", "compile_text"),
    "pipeline.decompile": ("Decompiled", "decompile"),
    "pipeline.expand": ("expand_text",),
    "pipeline.explore": ("explore_text",),
    "pipeline.fix": ("Fixed", "fix_text"),
    "pipeline.format": ("Formatted", "format_text"),
    "pipeline.listing": ("list_scenarios",),
    "pipeline.play_tests": ("play_tests",),
    "pipeline.share": ("ScriptOfPayload", "SharedScript", "share"),
    "semantics.choice": ("Choice",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(__import__(f"scn_compiler.{_HOMES[name]}", fromlist=[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
