"""The meaning of a parsed script: resolved labels and ids, parsed field values, merged defaults."""
