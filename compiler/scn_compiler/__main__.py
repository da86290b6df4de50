"""Runs `scn` as `python -m scn_compiler`."""

from scn_compiler.cli import program

program()
