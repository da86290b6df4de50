"""Colours and links of a terminal, where there is one that wants them."""

import os
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from scn_dsl.diagnostic import Severity
from scn_dsl.records import Record

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_LINKING = ("iTerm.app", "WezTerm", "ghostty", "vscode")
_VTE_THAT_LINKS = 5000


class Style(Record):
    """How parts of a message are set off; by default not at all.

    Attributes:
        color: Whether to use colours and bold.
        links: Whether a code is a link to its page.
    """

    color: bool = False
    links: bool = False

    def severity(self, severity: Severity, text: str) -> str:
        return _style(text, fg=_COLORS[severity], bold=True) if self.color else text

    def bold(self, text: str) -> str:
        return _style(text, bold=True) if self.color else text

    def dim(self, text: str) -> str:
        return _style(text, dim=True) if self.color else text

    def link(self, text: str, name: str) -> str:
        """`text` as a link to the page of the diagnostic called `name`, where there is one."""
        if not self.links:
            return text
        from scn_compiler.lint.rule_pages import page_uri  # noqa: PLC0415  (slow to load, and rarely needed)

        uri = page_uri(name, with_host=True)
        return f"\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\" if uri else text


def _style(text: str, **how: Any) -> str:
    import click  # noqa: PLC0415  (without colours there is no need of it)

    return click.style(text, **how)


PLAIN = Style()


def style_for(choice: str, stream: TextIO | None = None, env: Mapping[str, str] = os.environ) -> Style:
    """The style of what goes to `stream` (standard output), by `--color` and the environment."""
    terminal = (stream or sys.stdout).isatty() and env.get("TERM") != "dumb"
    color = choice == "always" or (choice == "auto" and _wants_color(env, terminal=terminal))
    return Style(color, color and terminal and _knows_links(env))


def _wants_color(env: Mapping[str, str], *, terminal: bool) -> bool:
    """The usual variables: NO_COLOR before the two that force, and those before the terminal."""
    if env.get("NO_COLOR"):
        return False
    forced = any(env.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))
    return forced or terminal


def _knows_links(env: Mapping[str, str]) -> bool:
    """Whether a link shows as one, and its file can be opened where it is clicked: only if both are sure."""
    between = ("TMUX", "STY", "SSH_CONNECTION")
    if any(env.get(name) for name in between) or env.get("TERM", "").startswith(("screen", "tmux")):
        return False
    vte = env.get("VTE_VERSION", "")
    return (
        env.get("TERM_PROGRAM") in _LINKING
        or any(env.get(name) for name in ("KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION"))
        or (vte.isdecimal() and int(vte) >= _VTE_THAT_LINKS)
    )
