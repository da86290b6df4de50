"""Output of the commands: reports, documents and files."""
