"""Error recovery: explains lines that the grammar refuses, and repairs them to parse on."""
