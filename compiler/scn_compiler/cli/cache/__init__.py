"""The cache of files that need no work: clean ones for `scn check`, formatted ones for `scn fmt`."""
