"""The rules: they find problems in scripts that parse."""
