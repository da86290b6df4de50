"""Scripts and the platform: what is stored there, what differs, and how to bring both together."""
