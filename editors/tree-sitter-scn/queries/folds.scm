; Written by editors/highlighting/generate.py

[
  (section)
  (block)
] @fold
