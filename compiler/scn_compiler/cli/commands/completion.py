"""`scn completion`."""

import click

SHELLS = ("bash", "zsh", "fish")


@click.command(short_help="Print the script that makes a shell complete scn.")
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that makes SHELL (bash, zsh or fish) complete commands, options, targets and files."""
    from click.shell_completion import ShellComplete, get_completion_class  # noqa: PLC0415  (rarely needed)

    kind = get_completion_class(shell)
    assert kind is not None
    cli = click.get_current_context().find_root().command
    # Not the class's own `source`, which runs the shell to look at its version.
    click.echo(ShellComplete.source(kind(cli, {}, "scn", "_SCN_COMPLETE")), nl=False)
