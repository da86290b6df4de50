"""What platforms are made of; it knows none of them."""
