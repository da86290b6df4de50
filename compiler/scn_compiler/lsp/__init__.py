"""The language server: converts requests, calls `ide` and `api`, converts results; only here is pygls used."""
