"""Edits that an editor applies: fixes and formatting, each as few edits as possible."""
