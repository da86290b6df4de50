"""Parts of texts that were never meant as speech, recognized for the rules that report them."""
