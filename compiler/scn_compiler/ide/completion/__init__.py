"""What can be typed at the cursor."""
