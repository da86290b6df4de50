"""`scn explain`."""

from typing import TYPE_CHECKING

import click

from scn_compiler import api
from scn_compiler.cli.options import complete_problems
from scn_compiler.cli.output.documents import print_document
from scn_compiler.inert_text import inert
from scn_dsl.catalog import CATALOG
from scn_dsl.suggest import did_you_mean

if TYPE_CHECKING:
    from scn_compiler.lint.rule_pages import Page


@click.command("explain", short_help="Explain a rule.")
@click.argument("problem", required=False, metavar="[CODE|NAME]", shell_complete=complete_problems)
@click.option("--list", "as_list", is_flag=True, help="List all rules, one per line.")
@click.option(
    "--markdown", "as_markdown", is_flag=True, help="Print the pages of all rules as one Markdown document."
)
def explain_command(problem: str | None, as_list: bool, as_markdown: bool) -> None:
    """Explain a rule: why it matters, a wrong and a right script, and how to fix it.

    Accepts a code (SCN301, or 301 for short) or a name (undefined-label).
    """
    from scn_compiler.lint import rule_pages  # noqa: PLC0415  (reads the pages; slow)

    if (problem is not None) + as_list + as_markdown != 1:
        raise click.UsageError("name one rule, or use --list or --markdown")
    if as_markdown:
        print_document(rule_pages.as_markdown(rule_pages.pages()))
    else:
        text = rule_pages.as_list() if as_list else rule_pages.as_text(_page(str(problem)))
        print_document(inert(text))


def _page(problem: str) -> "Page":
    page = api.explain(problem)
    if page is None:
        hint = did_you_mean(problem, CATALOG) or "`scn explain --list` lists the rules"
        raise click.UsageError(f"unknown rule `{problem}`: {hint}")
    return page
