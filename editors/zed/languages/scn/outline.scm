; Written by editors/highlighting/generate.py

(section . (_) @context . (text) @name) @item
(block . (label)? @context . (keyword) @name) @item
