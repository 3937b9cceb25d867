"""What the verification of one document may take, whoever made it."""

SECONDS = 30
"""Of computing."""
WAITING = 60
"""Seconds besides, for what is read; services on the network have their own limits and come on top."""
MEMORY = 1_000_000_000
"""Bytes beyond those of the program itself."""
TOO_MUCH_MEMORY = f"it takes more than {MEMORY // 1_000_000:,} MB of memory (the limit for one document)"
TOO_LONG = f"it takes more than {SECONDS} seconds (the limit for one document)"
