"""Document links: from the names in `# scn: allow` comments to the pages of their rules."""

from scn_compiler.findings.suppressions import suppressed_kinds
from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, parts
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import body_start, split


class DocumentLink(Record):
    """A name in a script, and the rule that it links to."""

    span: Span
    rule: str


def document_links(script: OpenScript) -> tuple[DocumentLink, ...]:
    """Return the links of a script, in order."""
    return tuple(
        DocumentLink(part.absolute(link.span), link.rule) for part in parts(script) for link in _links(part)
    )


@cached_per_part
def _links(part: ScriptPart) -> tuple[DocumentLink, ...]:
    comments = (line for line in split(part.text, body_start(part.text)) if line.kind is LineKind.COMMENT)
    return tuple(DocumentLink(span, kind.name) for line in comments for kind, span in suppressed_kinds(line))
