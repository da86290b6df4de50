"""Documentation of the word at the cursor: hover and signature help."""
