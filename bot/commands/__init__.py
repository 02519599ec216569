"""`python -m bot <command>`: one file a command."""
