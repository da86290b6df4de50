"""`textDocument/semanticTokens`: full, delta and range."""

from itertools import count

from lsprotocol import types

from scn_compiler.lsp.app import App
from scn_compiler.lsp.token_encoding import TOKEN_LEGEND, encode_tokens, token_edits

_MAX_CACHED = 32
"""The number of documents whose last tokens are cached for the next delta."""


def register_semantic_tokens(app: App) -> None:
    """Register the handlers: they return all tokens, those that changed, or those of a range."""
    session = app.session
    sent: dict[str, tuple[str, list[int]]] = {}
    numbers = count(1)

    def remember(uri: str, data: list[int]) -> str:
        result_id = str(next(numbers))
        sent.pop(uri, None)
        sent[uri] = result_id, data
        for old in list(sent)[:-_MAX_CACHED]:
            sent.pop(old, None)
        return result_id

    @session.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, TOKEN_LEGEND)
    def full(params: types.SemanticTokensParams) -> types.SemanticTokens:
        document = session.document(params.text_document.uri)
        data = encode_tokens(document.line_index)
        return types.SemanticTokens(data=data, result_id=remember(document.uri, data))

    @session.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, TOKEN_LEGEND)
    def delta(
        params: types.SemanticTokensDeltaParams,
    ) -> types.SemanticTokens | types.SemanticTokensDelta:
        document = session.document(params.text_document.uri)
        before = sent.get(document.uri)
        data = encode_tokens(document.line_index)
        result_id = remember(document.uri, data)
        if before is None or before[0] != params.previous_result_id:
            return types.SemanticTokens(data=data, result_id=result_id)
        return types.SemanticTokensDelta(edits=token_edits(before[1], data), result_id=result_id)

    @session.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, TOKEN_LEGEND)
    def range_(params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
        document = session.document(params.text_document.uri)
        return types.SemanticTokens(data=encode_tokens(document.line_index, document.span_of(params.range)))
