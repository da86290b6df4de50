"""`<audio>` names an uploaded recording: Cekura writes the tag, and a suite can't contain it (rule 25, docs 2026-08-20)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import Form
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity


@rule(blocks=PLAYED)
def managed_tag(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.tags:
            spec = context.target.markup.tags.get(tag.name)
            if spec and spec.managed:
                suite = context.target.form is Form.SUITE
                message = f"`<{tag.name}>` must name a recording that was uploaded to this scenario"
                if suite:
                    message = f"a suite can't contain `<{tag.name}>`"
                severity = Severity.ERROR if suite else Severity.WARNING
                span = words.place(tag.start, tag.end)
                yield report(
                    "managed-tag",
                    span,
                    message,
                    "replace the tag with the words spoken in the recording, then record them in the platform's editor",
                    severity=severity,
                )
