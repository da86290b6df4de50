"""`scn completion`."""

import click

from scn_compiler.cli.output.documents import print_document

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Generate a completion script for SHELL: it completes commands, options, targets and files."""
    from click.shell_completion import ShellComplete, get_completion_class  # noqa: PLC0415  (rarely needed)

    completion_class = get_completion_class(shell)
    assert completion_class is not None
    cli = click.get_current_context().find_root().command
    # The `source` of a class for bash runs bash to check its version; the base class only fills the template.
    print_document(ShellComplete.source(completion_class(cli, {}, "scn", "_SCN_COMPLETE")))
