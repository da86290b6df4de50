"""Semantic tokens: of a whole script, of what changed in it, or of a part."""

from itertools import count

from lsprotocol import types

from scn_compiler.lsp.app import App
from scn_compiler.lsp.token_encoding import TOKEN_LEGEND, encode_tokens, token_edits

_REMEMBERED = 32
"""Scripts whose last tokens are kept, to tell what changed since."""


def register_semantic_tokens(app: App) -> None:
    """Answer with all tokens, or with the difference to those that the client has."""
    session = app.session
    sent: dict[str, tuple[str, list[int]]] = {}
    numbers = count(1)

    def keep(uri: str, data: list[int]) -> str:
        result_id = str(next(numbers))
        sent.pop(uri, None)
        sent[uri] = result_id, data
        for old in list(sent)[:-_REMEMBERED]:
            sent.pop(old, None)
        return result_id

    @session.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, TOKEN_LEGEND)
    def whole(params: types.SemanticTokensParams) -> types.SemanticTokens:
        document = session.document(params.text_document.uri)
        data = encode_tokens(document.line_index)
        return types.SemanticTokens(data=data, result_id=keep(document.uri, data))

    @session.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, TOKEN_LEGEND)
    def changed(
        params: types.SemanticTokensDeltaParams,
    ) -> types.SemanticTokens | types.SemanticTokensDelta:
        document = session.document(params.text_document.uri)
        before = sent.get(document.uri)
        data = encode_tokens(document.line_index)
        result_id = keep(document.uri, data)
        if before is None or before[0] != params.previous_result_id:
            return types.SemanticTokens(data=data, result_id=result_id)
        return types.SemanticTokensDelta(edits=token_edits(before[1], data), result_id=result_id)

    @session.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, TOKEN_LEGEND)
    def part(params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
        document = session.document(params.text_document.uri)
        return types.SemanticTokens(data=encode_tokens(document.line_index, document.span_of(params.range)))
