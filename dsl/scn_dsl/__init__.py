"""The scn language as data: the nodes of a script, its keywords and fields, and the rules that check it."""
