"""The words of a script with their kinds, for colours."""
