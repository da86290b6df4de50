"""Labels: definition, references, highlights, and rename."""
