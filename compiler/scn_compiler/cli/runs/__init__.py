"""Running scripts on a platform, and what it costs."""
