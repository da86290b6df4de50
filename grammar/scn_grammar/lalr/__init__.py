"""The LALR parser; nothing outside imports Lark."""
