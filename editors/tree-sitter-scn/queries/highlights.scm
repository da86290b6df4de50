; Written by editors/highlighting/generate.py

(keyword) @keyword
(field) @property
(label) @label
(reference) @label
(string) @string
(escape) @string.escape
(number) @number
(constant) @constant.builtin
(variable) @variable
(platform_key) @module
(tag) @tag
(attribute) @tag.attribute
(value) @string.special
(marker) @function.builtin
(template) @variable.parameter
(comment) @comment
(operator) @operator
(placeholder) @variable
(fragment) @function
(parameter) @variable.parameter
(text) @spell
(comment) @spell
