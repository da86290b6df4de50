"""The files and the configuration of a project, for the command line and the language server."""
