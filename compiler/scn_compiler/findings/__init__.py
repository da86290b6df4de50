"""Which of the findings are reported: selected, suppressed, known, one a line."""
