; Written by editors/highlighting/generate.py

(scenario) @local.scope
(label) @local.definition
(reference) @local.reference
