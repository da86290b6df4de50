"""`scn explain`."""

import re
import textwrap
from collections.abc import Iterator

import click

from scn_compiler import api
from scn_compiler.cli.options import complete_explained
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.markdown import terminal_text
from scn_compiler.inert_text import inert
from scn_compiler.platforms import DEFAULT_TARGET
from scn_dsl.catalog import CATALOG
from scn_dsl.suggest import did_you_mean

_INDEX = """\
`scn explain NAME` explains a rule, a keyword or a concept, for example:

    scn explain undefined-label
    scn explain SCN301
    scn explain dtmf
    scn explain labels
"""


@click.command("explain")
@click.argument("name", nargs=-1, metavar="[NAME]", shell_complete=complete_explained)
@click.option("--list", "as_list", is_flag=True, help="List all rules, one per line.")
@click.option(
    "--markdown", "as_markdown", is_flag=True, help="Print the pages of all rules as one Markdown document."
)
def explain_command(name: tuple[str, ...], as_list: bool, as_markdown: bool) -> None:
    """Explain a rule, a keyword or a concept.

    NAME is a rule's code (SCN301, or 301 for short) or name (undefined-label), a keyword (AFTER, say), a field, a tag
    (dtmf), a target, or a concept (labels, triggers). Without NAME, list everything that can be explained.
    """
    from scn_compiler.lint import rule_pages  # noqa: PLC0415  (reads the pages; slow)

    if bool(name) + as_list + as_markdown > 1:
        raise click.UsageError("give a name, --list or --markdown, but only one of them")
    if as_markdown:
        print_document(rule_pages.as_markdown(rule_pages.pages()))
    elif as_list:
        print_document(inert(rule_pages.as_list()))
    else:
        print_document(inert(_explanation(" ".join(name)) if name else _index()))


def _explanation(name: str) -> str:
    from scn_compiler.ide.hover.lookup import known_names, look_up  # noqa: PLC0415  (slow)
    from scn_compiler.lint.rule_pages import as_text  # noqa: PLC0415

    page = api.explain(name)
    if page:
        return f"{as_text(page)}\nIn a browser: scn docs {page.kind.name}\n"
    texts = look_up(name, DEFAULT_TARGET)
    if texts:
        return "\n".join(map(terminal_text, texts))
    if re.fullmatch(r"(?i:scn)?\d+", name):
        raise click.UsageError(f"unknown rule `{name}`: run `scn explain --list` to list the rules")
    hint = (
        did_you_mean(name, (*CATALOG, *known_names(DEFAULT_TARGET)))
        or "run `scn explain` to list everything that it explains"
    )
    raise click.UsageError(f"can't explain `{name}`: {hint}")


def _index() -> str:
    return "\n".join(_index_parts())


def _index_parts() -> Iterator[str]:
    from scn_compiler.ide.hover.lookup import word_groups  # noqa: PLC0415  (slow)

    yield _INDEX
    for group in word_groups(DEFAULT_TARGET):
        words = ", ".join(group.words)
        yield f"{group.title}:\n{textwrap.fill(words, 80, initial_indent='  ', subsequent_indent='  ')}\n"
    yield f"Rules ({len(CATALOG)}):\n  Run `scn explain --list` to list them.\n"
