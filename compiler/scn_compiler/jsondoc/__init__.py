"""JSON as a document: text, errors, patches, and the spans of values."""
