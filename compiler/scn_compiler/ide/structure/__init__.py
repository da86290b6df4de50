"""Features about the structure of a script: symbols, folding, selections, lenses, hints, links."""
