"""``certkit record``."""
