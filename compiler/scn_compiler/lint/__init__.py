"""Rules: findings in scripts that parse."""
