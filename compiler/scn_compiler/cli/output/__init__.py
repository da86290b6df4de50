"""What a command prints and writes."""
