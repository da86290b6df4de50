"""What an editor asks of a script: pure functions of an open script and an offset, in code points; values out."""
