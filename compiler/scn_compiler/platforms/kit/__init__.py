"""Building blocks of platforms; imports no platform."""
