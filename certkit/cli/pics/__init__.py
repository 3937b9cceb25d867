"""``certkit pics``."""
