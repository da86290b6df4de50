"""A file in a version of the language that this program does not know.

Its words may have another meaning there, so nothing else in the file can be trusted.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.vocabulary import LANGUAGE_VERSION


@rule(blocks=ANY)
def unknown_version(context: RuleContext) -> Iterator[Diagnostic]:
    version = context.script.version
    if version and version.number != LANGUAGE_VERSION:
        meant = f"scn {LANGUAGE_VERSION}"
        fix = Fix(f"write `{meant}`", (Edit(version.whole, meant),), safe=False)
        message = f"there is no version {version.number} of the language yet"
        yield report(
            "unknown-version", version.whole, message, f"write `{meant}`, or leave the line out", fix=fix
        )
