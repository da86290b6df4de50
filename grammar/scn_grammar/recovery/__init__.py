"""Error recovery: explains lines that the grammar rejects, and repairs them so that parsing can go on."""
