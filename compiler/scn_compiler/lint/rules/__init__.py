"""The rules, a file each; `lint/registry.py` lists them."""
