"""Documentation for the word at the cursor: hover and signature help."""
