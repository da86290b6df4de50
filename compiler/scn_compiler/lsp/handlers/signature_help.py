"""`textDocument/signatureHelp`: the attributes of a tag, the parameters of a fragment."""

from lsprotocol import types

from scn_compiler.ide.hover.signature_help import signature_help as signature_at
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import markup_content


def register_signature_help(app: App) -> None:
    """Register the handler: it returns the tag at the cursor and its attributes."""
    session = app.session

    @session.feature(
        types.TEXT_DOCUMENT_SIGNATURE_HELP,
        types.SignatureHelpOptions(trigger_characters=[" ", '"', "=", "(", ","]),
    )
    def signature_help(params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        document = session.document(params.text_document.uri)
        found = signature_at(session.open_script_of(document), document.offset_at_position(params.position))
        if found is None:
            return None
        client = session.client_capabilities.text_document
        information = (
            client.signature_help.signature_information if client and client.signature_help else None
        )
        formats = information.documentation_format if information else None
        parameters = [
            types.ParameterInformation(
                label=found.label[each.span.start : each.span.end],
                documentation=markup_content(each.text, formats),
            )
            for each in found.parameters
        ]
        signature = types.SignatureInformation(
            label=found.label, documentation=markup_content(found.text, formats), parameters=parameters
        )
        return types.SignatureHelp(signatures=[signature], active_signature=0, active_parameter=found.active)
