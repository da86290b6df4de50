; Written by editors/highlighting/generate.py

(keyword) @keyword
(field) @property
(label) @label
(reference) @label
(string) @string
(escape) @string.escape
(number) @number
(constant) @constant
(variable) @variable
(platform_key) @attribute
(tag) @tag
(attribute) @attribute
(value) @string.special
(marker) @function
(template) @variable.special
(comment) @comment
(operator) @operator
(placeholder) @variable
(fragment) @function
(parameter) @variable
