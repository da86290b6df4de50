"""Text to script and back."""

from scn_grammar.parser import Parsed, parse

__all__ = ["Parsed", "parse"]
