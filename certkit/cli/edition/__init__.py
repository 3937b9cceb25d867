"""``certkit edition``."""
