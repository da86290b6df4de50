"""The platforms whose scenarios scn can read and write through their APIs: one module each."""
