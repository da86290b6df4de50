"""What an editor shows beside the words: follow-ups and payloads above the lines, ids within them."""

from lsprotocol import types

from scn_compiler.ide.structure.code_lens import FollowUpLens, follow_up_lenses, scenarios
from scn_compiler.ide.structure.inlay_hints import InlayHint, inlay_hints
from scn_compiler.lsp.app import App
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument

SHOW_PAYLOAD = "scn.showPayload"
SHOW_REFERENCES = "scn.showReferences"
"""Commands of clients; a lens that needs one is for those that say that they have it."""


def register_code_lens(app: App) -> None:
    """Code lenses and inlay hints."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def lens(params: types.CodeLensParams) -> list[types.CodeLens]:
        document = session.document(params.text_document.uri)
        script = session.open_script_of(document)
        shown = [_counted(session, document, each) for each in follow_up_lenses(script)]
        if SHOW_PAYLOAD in session.commands:
            show = types.Command(title="show payload", command=SHOW_PAYLOAD, arguments=[document.uri])
            shown += (
                types.CodeLens(range=document.range_of(span), command=show) for span in scenarios(script)
            )
        return shown

    @session.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def inlay(params: types.InlayHintParams) -> list[types.InlayHint]:
        document = session.document(params.text_document.uri)
        within = document.span_of(params.range)
        return [_hint(document, each) for each in inlay_hints(session.open_script_of(document), within)]


def _counted(session: ScriptServer, document: ScriptDocument, found: FollowUpLens) -> types.CodeLens:
    place = document.range_of(found.place)
    command = types.Command(title=found.title, command="")
    if SHOW_REFERENCES in session.commands:
        below = [types.Location(uri=document.uri, range=document.range_of(span)) for span in found.below]
        arguments = [document.uri, place.start, below]
        command = types.Command(title=found.title, command=SHOW_REFERENCES, arguments=arguments)
    return types.CodeLens(range=place, command=command)


def _hint(document: ScriptDocument, hint: InlayHint) -> types.InlayHint:
    label: str | list[types.InlayHintLabelPart] = hint.label
    if hint.parent:
        parent = types.Location(uri=document.uri, range=document.range_of(hint.parent))
        label = [types.InlayHintLabelPart(value=hint.label, location=parent)]
    return types.InlayHint(
        position=document.position_at(hint.at),
        label=label,
        tooltip=hint.tooltip,
        padding_left=not hint.leads,
        padding_right=hint.leads,
    )
