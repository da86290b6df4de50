; Written by editors/highlighting/generate.py

(section) @local.scope
(label) @local.definition
(reference) @local.reference
