"""The LALR parser; only this package imports Lark."""
