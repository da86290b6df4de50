"""The handlers, a file for each group of features. A test compares this list with the folder."""

from scn_compiler.lsp.handlers.actions import code_actions
from scn_compiler.lsp.handlers.colours import colours
from scn_compiler.lsp.handlers.commands import commands
from scn_compiler.lsp.handlers.completion import completion
from scn_compiler.lsp.handlers.diagnostics import diagnostics
from scn_compiler.lsp.handlers.everywhere import everywhere
from scn_compiler.lsp.handlers.formatting import formatting
from scn_compiler.lsp.handlers.hover import hover
from scn_compiler.lsp.handlers.labels import labels
from scn_compiler.lsp.handlers.lenses import lenses
from scn_compiler.lsp.handlers.links import links
from scn_compiler.lsp.handlers.ranges import ranges
from scn_compiler.lsp.handlers.renaming import renaming
from scn_compiler.lsp.handlers.signature import signature
from scn_compiler.lsp.handlers.symbols import symbols

HANDLERS = (
    diagnostics,
    everywhere,
    formatting,
    code_actions,
    colours,
    commands,
    completion,
    hover,
    labels,
    lenses,
    links,
    ranges,
    renaming,
    signature,
    symbols,
)
