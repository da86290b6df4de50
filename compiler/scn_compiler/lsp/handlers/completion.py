"""`textDocument/completion`, and `completionItem/resolve` for the documentation of an item."""

from functools import partial

from lsprotocol import types

from scn_compiler.ide.completion.complete import complete
from scn_compiler.ide.completion.enter_key import leave_enter
from scn_compiler.ide.completion.item import CompletionItem, CompletionKind, literal
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import describe
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import markup_content
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.uris import configuration_table, is_toml
from scn_dsl.source import Span

TRIGGER_CHARACTERS = tuple("<@[{/\"' :.=,$(")
"""Characters after which an editor asks for completion."""

_KINDS = {
    CompletionKind.KEYWORD: types.CompletionItemKind.Keyword,
    CompletionKind.BLOCK: types.CompletionItemKind.Snippet,
    CompletionKind.FIELD: types.CompletionItemKind.Field,
    CompletionKind.VALUE: types.CompletionItemKind.EnumMember,
    CompletionKind.TEXT: types.CompletionItemKind.Text,
    CompletionKind.LABEL: types.CompletionItemKind.Reference,
    CompletionKind.TAG: types.CompletionItemKind.Function,
    CompletionKind.ATTRIBUTE: types.CompletionItemKind.Property,
    CompletionKind.MARKER: types.CompletionItemKind.Event,
    CompletionKind.VARIABLE: types.CompletionItemKind.Variable,
    CompletionKind.RULE: types.CompletionItemKind.Constant,
    CompletionKind.FILE: types.CompletionItemKind.File,
}


def register_completion(app: App) -> None:
    """Register the handlers: they return the items at the cursor, and document the selected one."""
    session = app.session

    @session.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=list(TRIGGER_CHARACTERS), resolve_provider=True),
    )
    def completion(params: types.CompletionParams) -> types.CompletionList:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        client = _Client(session)
        found: tuple[CompletionItem, ...]
        if is_toml(document.uri):
            table = configuration_table(document.uri)
            found = () if table is None else _in_configuration(document, offset, table)
        else:
            trigger_character = params.context.trigger_character if params.context else None
            script = session.open_script_of(document)
            paths = partial(app.scripts.paths_around, script)
            found = complete(script, offset, trigger_character or "", paths)
        if _is_typing(params.context):
            found = leave_enter(found, document.source)
        items = [client.convert(item, rank, offset, document) for rank, item in enumerate(found)]
        # An editor that asks again after each key closes the list when the line may be finished.
        return types.CompletionList(is_incomplete=bool(found), items=items)

    @session.feature(types.COMPLETION_ITEM_RESOLVE)
    async def resolve(item: types.CompletionItem) -> types.CompletionItem:
        match item.data:
            case {"uri": str(uri), "offset": int(offset), "topic": [kind, name, of]}:
                context = CursorContext(session.open_script_of(session.document(uri)), offset)
                text = describe(Topic(kind, name, of), context)
                item.documentation = markup_content(text, _Client(session).formats) if text else None
        return item


def _is_typing(context: types.CompletionContext | None) -> bool:
    """Return whether the editor asks because the author types, and not because the author asks for items."""
    return context is not None and context.trigger_kind is not types.CompletionTriggerKind.Invoked


def _in_configuration(
    document: ScriptDocument, offset: int, table: tuple[str, ...]
) -> tuple[CompletionItem, ...]:
    # most sessions never open a configuration
    from scn_compiler.ide.configuration.help import complete_configuration  # noqa: PLC0415

    return complete_configuration(document.source, offset, table)


class _Client:
    """Converts items for a client with its capabilities."""

    def __init__(self, session: ScriptServer) -> None:
        document = session.client_capabilities.text_document
        own = document.completion if document else None
        item = own.completion_item if own else None
        self.stops = bool(item and item.snippet_support)
        self.replaces = bool(item and item.insert_replace_support)
        self.formats = item.documentation_format if item else None
        self.shows_details = bool(item and item.label_details_support)

    def convert(
        self, item: CompletionItem, rank: int, offset: int, document: ScriptDocument
    ) -> types.CompletionItem:
        closing = item.closing if self.replaces else ""
        # Some editors strip the space at the end of a plain text, and some everything after the first space.
        snippet = item.snippet + literal(closing) + ("$0" if item.snippet.endswith(" ") else "")
        stops = self.stops and (snippet != item.text + closing or len(item.text.split()) > 1)
        text = snippet if stops else item.text + closing
        topic = item.topic
        return types.CompletionItem(
            label=item.label,
            kind=_KINDS[item.kind],
            detail=item.detail or None,
            label_details=self._beside(item),
            sort_text=f"{rank:04}",
            filter_text=item.filter,
            text_edit=self._edit(item, text, document),
            additional_text_edits=[
                types.TextEdit(range=document.range_of(edit.span), new_text=edit.text)
                for edit in item.extra_edits
            ]
            or None,
            insert_text_format=types.InsertTextFormat.Snippet if stops else types.InsertTextFormat.PlainText,
            insert_text_mode=types.InsertTextMode.AsIs if "\n" in text else None,
            data={"uri": document.uri, "offset": offset, "topic": [topic.kind, topic.name, topic.of]}
            if topic
            else None,
        )

    def _beside(self, item: CompletionItem) -> types.CompletionItemLabelDetails | None:
        """Return the name of a language, or a remark on a block: editors show the detail of the selected item only."""
        is_language = item.topic is not None and item.topic.kind == "language"
        if not ((is_language or item.kind is CompletionKind.BLOCK) and item.detail and self.shows_details):
            return None
        return types.CompletionItemLabelDetails(description=item.detail)

    def _edit(
        self, item: CompletionItem, text: str, document: ScriptDocument
    ) -> types.TextEdit | types.InsertReplaceEdit:
        insert = document.range_of(item.span)
        if not self.replaces:
            return types.TextEdit(range=insert, new_text=text)
        closing = len(item.closing)
        insert = document.range_of(Span(item.span.start, item.span.end + closing))
        whole = document.range_of(Span(item.span.start, item.end + closing))
        return types.InsertReplaceEdit(new_text=text, insert=insert, replace=whole)
