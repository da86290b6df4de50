"""The files of a project and the configuration that holds for them: what the command line and the editor read."""
