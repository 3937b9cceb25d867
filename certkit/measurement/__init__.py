"""Performance parameters, measured between the messages of a log."""
