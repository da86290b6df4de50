"""Plays scripts without a platform: what the caller says when the agent says something."""
