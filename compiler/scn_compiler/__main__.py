"""`python -m scn_compiler` is `scn`."""

from scn_compiler.cli import program

program()
