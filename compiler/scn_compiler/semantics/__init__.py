"""From what was written to what it means: names, ids, the values of fields, defaults."""
