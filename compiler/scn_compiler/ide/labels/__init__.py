"""Labels: where they are given and referred to, and new names for them."""
