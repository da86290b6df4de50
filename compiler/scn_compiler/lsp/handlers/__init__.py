"""The handlers, a file for each group of features. A test compares this list with the folder."""

from scn_compiler.lsp.handlers.diagnostics import diagnostics

HANDLERS = (diagnostics,)
