"""Editor features, as pure functions of an open script and an offset in code points; independent of any protocol."""
