"""JSON as a document: its text, what is wrong in it, patches, and where its values stand."""
