"""Where the cursor is: the line, what is in scope, the target."""
