"""What is done with scripts: checked, compiled to a platform's payload, made of one, and laid out."""

from scn_compiler.api import Compiled, Decompiled, Formatted, check, compile_text, decompile, format_text

__all__ = ["Compiled", "Decompiled", "Formatted", "check", "compile_text", "decompile", "format_text"]
