"""How much work one file may cause. A file beyond a limit is refused, and the message says which limit it was."""

from __future__ import annotations

MAX_FILE = 64 * 1024 * 1024
"""Bytes of a file."""
MAX_REVISIONS = 64
"""A document time stamp is added every few years."""
MAX_OBJECTS = 100_000
"""Entries of all tables together, and the largest object number."""
MAX_NODES = 1_000_000
"""Values in all objects together: a number, a name, a string, an array."""
MAX_DEPTH = 32
"""Arrays and dictionaries inside each other."""
MAX_STRING = 1024 * 1024
"""Bytes of a string as it is written. The longest is a signature."""
MAX_NAME = 127
"""Bytes of a name."""
MAX_SPACE = 256
"""White space between two tokens."""
MAX_UNPACKED = 32 * 1024 * 1024
"""Bytes that one stream unpacks to."""
MAX_UNPACKED_TOGETHER = 128 * 1024 * 1024
"""Bytes that all streams of a file unpack to."""
MAX_RATIO = 200
"""How many bytes a packed byte may unpack to, on average over a stream that unpacks to more than ``FREE_UNPACKED``."""
FREE_UNPACKED = 1024 * 1024
