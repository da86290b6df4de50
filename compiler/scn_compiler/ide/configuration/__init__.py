"""Completion and hover in `scn.toml`, and in the table `[tool.scn]` of `pyproject.toml`."""
