"""What is shown about the word at the cursor."""
