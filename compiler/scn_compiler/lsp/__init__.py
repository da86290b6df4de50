"""The language server: converts requests, calls `ide` and `api`, converts results. The only package that uses pygls."""
