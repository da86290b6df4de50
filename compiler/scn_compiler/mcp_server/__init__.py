"""The server for coding agents: speaks the Model Context Protocol on standard input and output."""
