"""The grammar at work: Lark ends here."""
