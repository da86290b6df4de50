"""The attributes of the tag that is being typed."""

from typing import TYPE_CHECKING

from lsprotocol import types

from scn_compiler.features.signing import signature as sign
from scn_compiler.lsp.showing import shown

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer


def signature(server: "ScriptServer") -> None:
    """Show a tag with its attributes while they are typed."""

    @server.feature(
        types.TEXT_DOCUMENT_SIGNATURE_HELP,
        types.SignatureHelpOptions(trigger_characters=[" ", '"', "="]),
    )
    def shown_at(params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        document = server.document(params.text_document.uri)
        found = sign(server.draft(document), document.offset_at_position(params.position))
        if found is None:
            return None
        client = server.client_capabilities.text_document
        information = (
            client.signature_help.signature_information if client and client.signature_help else None
        )
        formats = information.documentation_format if information else None
        parameters = [
            types.ParameterInformation(
                label=found.label[each.span.start : each.span.end], documentation=shown(each.text, formats)
            )
            for each in found.parameters
        ]
        made = types.SignatureInformation(
            label=found.label, documentation=shown(found.text, formats), parameters=parameters
        )
        return types.SignatureHelp(signatures=[made], active_signature=0, active_parameter=found.active)
