"""Changes that an editor offers: fixes and layout, as the fewest edits."""
