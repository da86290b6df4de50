"""What is done with lines that the grammar refuses: what each was meant to be, and how to write it."""
