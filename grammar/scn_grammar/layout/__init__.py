"""The layout of the parts of a script that the formatter and the printer arrange, loaded only where a script has them."""
