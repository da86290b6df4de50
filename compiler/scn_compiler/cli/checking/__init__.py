"""A check of many files: in parallel, cached, against a baseline, with progress."""
