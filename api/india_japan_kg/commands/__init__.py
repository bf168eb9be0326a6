"""The command line ``ijkg``, one module a command."""
