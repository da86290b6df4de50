"""Parts of texts that were never meant as speech, recognised for the rules that report them."""
