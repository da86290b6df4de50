"""The commands, one module each; `COMMANDS` in `scn_compiler.cli` lists them."""
