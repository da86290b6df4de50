"""The scn language as data: what a script can say, and what can be said about it."""
