"""The structure of a script: symbols, folding, selections, lenses, hints, links."""
