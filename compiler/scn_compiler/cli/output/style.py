"""Colors and links, if the terminal supports them and the user wants them."""

from __future__ import annotations

import os
import sys

from scn_dsl.diagnostic import Severity
from scn_dsl.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TextIO

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_PROGRAMS_WITH_LINKS = ("iTerm.app", "WezTerm", "ghostty", "vscode")
_FIRST_VTE_WITH_LINKS = 5000


class Style(Record):
    """A style for messages on a terminal; plain by default.

    Attributes:
        color: Whether to use colors and bold.
        links: Whether to link a code to its page.
    """

    color: bool = False
    links: bool = False

    def severity(self, severity: Severity, text: str) -> str:
        return _style(text, fg=_COLORS[severity], bold=True) if self.color else text

    def mark(self, color: str, text: str) -> str:
        """Return `text` in a color of the terminal; plain if the color is empty."""
        return _style(text, fg=color) if self.color and color else text

    def bold(self, text: str) -> str:
        return _style(text, bold=True) if self.color else text

    def dim(self, text: str) -> str:
        return _style(text, dim=True) if self.color else text

    def link(self, text: str, name: str) -> str:
        """Return `text` as a link to the page of the rule `name`, if it has one."""
        if not self.links:
            return text
        from scn_compiler.project.manual import rule_address  # noqa: PLC0415  (slow to load; only links need it)

        uri = rule_address(name, with_host=True)
        return f"\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\" if uri else text


def _style(text: str, **attributes: Any) -> str:
    import click  # noqa: PLC0415  (slow to load; only colors need it)

    return click.style(text, **attributes)


PLAIN = Style()


def style_for(choice: str, stream: TextIO | None = None, env: Mapping[str, str] = os.environ) -> Style:
    """Return the style for `stream` (by default standard output), from `--color` and the environment."""
    terminal = (stream or sys.stdout).isatty() and env.get("TERM") != "dumb"
    color = choice == "always" or (choice == "auto" and _color_wanted(env, terminal=terminal))
    return Style(color, color and terminal and _supports_links(env))


def _color_wanted(env: Mapping[str, str], *, terminal: bool) -> bool:
    """Return whether to use colors by default: NO_COLOR wins over the variables that force them, and these over the terminal."""
    if env.get("NO_COLOR"):
        return False
    forced = any(env.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))
    return forced or terminal


def _supports_links(env: Mapping[str, str]) -> bool:
    """Return whether the terminal is known to show links, and runs on this machine, where it can open files."""
    multiplexers_and_remote = ("TMUX", "STY", "SSH_CONNECTION")
    if any(env.get(name) for name in multiplexers_and_remote) or env.get("TERM", "").startswith(
        ("screen", "tmux")
    ):
        return False
    vte = env.get("VTE_VERSION", "")
    return (
        env.get("TERM_PROGRAM") in _PROGRAMS_WITH_LINKS
        or any(env.get(name) for name in ("KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION"))
        or (vte.isdecimal() and int(vte) >= _FIRST_VTE_WITH_LINKS)
    )
