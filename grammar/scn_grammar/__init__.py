"""Text to script and back: `parser.parse`, `printer.print_script`, `formatter.format_source`."""
