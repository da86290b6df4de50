"""The rules, one a file; `lint/registry.py` lists them."""
