"""The cursor: its line, open markup, scope and target."""
