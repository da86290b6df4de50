"""What stands in texts and was never meant as speech: shared by the rules that report it."""
