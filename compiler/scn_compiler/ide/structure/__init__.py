"""What a script is made of: outline, folds, selections, and what is shown beside its lines."""
