"""The rules, one file each; `lint/registry.py` lists them."""
