"""`scn docs`."""

import click

from scn_compiler import api
from scn_compiler.cli.group import cli
from scn_compiler.inert_text import inert
from scn_compiler.project.console import echo
from scn_compiler.project.manual import Manual, ManualError, build_manual, manual, rule_page, served_manual
from scn_dsl.suggest import did_you_mean


@click.command("docs")
@click.argument("page", required=False)
@click.option("--print", "only_print", is_flag=True, help="Print the address; don't open it.")
def docs_command(page: str | None, only_print: bool) -> None:
    """Open the documentation in a browser.

    PAGE is a page ("tutorial", "cheat-sheet", "ci"), a command ("check"), or a rule ("SCN301", "undefined-label").
    The documentation comes with scn and needs no network. SCN_DOCS_URL is the address of another copy to open.
    """
    address = _address(_manual(), page)
    if only_print:
        echo(address)
        return
    import webbrowser  # noqa: PLC0415  (slow to load)

    if webbrowser.open(address):
        echo(f"opened {address}", err=True)
    else:
        echo("no browser found; the documentation is at this address:", err=True)
        echo(address)


def _manual() -> Manual:
    try:
        if not served_manual() and build_manual():
            echo("documentation built", err=True)
    except ManualError as error:
        raise click.UsageError(f"the documentation can't be built: {inert(str(error))}") from None
    found = manual()
    if found is None:
        raise click.UsageError("this installation has no documentation: reinstall scn, or set SCN_DOCS_URL")
    return found


def _address(manual: Manual, page: str | None) -> str:
    if page is None:
        return manual.address("index")
    rule = api.explain(page)
    if rule:
        return manual.address(rule_page(rule.kind.name))
    if page in cli.list_commands(click.Context(cli)):
        return manual.address("reference/commands", f"scn-{page}")
    found = manual.find(page)
    if found:
        return manual.address(found)
    names = [name.split("/")[-1] for name in manual.pages]
    hint = did_you_mean(page, names) or "`scn docs` opens the first page, where you can search"
    raise click.UsageError(f"unknown page `{page}`: {hint}")
