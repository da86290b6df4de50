"""A project's files and its configuration, as the command line and the language server read them."""
