"""The handlers: one module per request or group of requests. A test compares this list with the folder."""

from scn_compiler.lsp.handlers.code_action import register_code_action
from scn_compiler.lsp.handlers.code_lens import register_code_lens
from scn_compiler.lsp.handlers.completion import register_completion
from scn_compiler.lsp.handlers.definition import register_definition
from scn_compiler.lsp.handlers.document_diagnostics import register_document_diagnostics
from scn_compiler.lsp.handlers.document_link import register_document_link
from scn_compiler.lsp.handlers.document_symbol import register_document_symbol
from scn_compiler.lsp.handlers.execute_command import register_execute_command
from scn_compiler.lsp.handlers.folding_range import register_folding_range
from scn_compiler.lsp.handlers.formatting import register_formatting
from scn_compiler.lsp.handlers.hover import register_hover
from scn_compiler.lsp.handlers.play_call import register_play_call
from scn_compiler.lsp.handlers.play_tests import register_play_tests
from scn_compiler.lsp.handlers.rename import register_rename
from scn_compiler.lsp.handlers.semantic_tokens import register_semantic_tokens
from scn_compiler.lsp.handlers.signature_help import register_signature_help
from scn_compiler.lsp.handlers.workspace_diagnostics import register_workspace_diagnostics

HANDLERS = (
    register_code_action,
    register_code_lens,
    register_completion,
    register_definition,
    register_document_diagnostics,
    register_document_link,
    register_document_symbol,
    register_execute_command,
    register_folding_range,
    register_formatting,
    register_hover,
    register_play_call,
    register_play_tests,
    register_rename,
    register_semantic_tokens,
    register_signature_help,
    register_workspace_diagnostics,
)
