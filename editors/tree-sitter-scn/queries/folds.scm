; Written by editors/highlighting/generate.py

[
  (scenario)
  (block)
] @fold
