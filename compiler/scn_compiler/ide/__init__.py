"""Editor features as pure functions of an open script and an offset in code points; they know no protocol."""
