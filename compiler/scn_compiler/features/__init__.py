"""What an editor asks of a script: pure functions of a draft and an offset, in code points; values out."""
