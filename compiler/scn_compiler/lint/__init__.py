"""Rules: what is wrong with a script that reads well."""
