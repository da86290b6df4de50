"""Plain lines, read without Lark."""
