"""A file in a version of the language that this program doesn't know.

Its keywords may mean something else, so nothing else in the file can be trusted.
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
        fix = Fix(f"replace with `{meant}`", (Edit(version.whole, meant),), safe=False)
        message = f"unknown language version {version.number}"
        yield report(
            "unknown-version", version.whole, message, f"write `{meant}`, or remove the line", fix=fix
        )
