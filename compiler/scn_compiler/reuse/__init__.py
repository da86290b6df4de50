"""Parts that scripts share: values, fragments, tables, names instead of ids."""
