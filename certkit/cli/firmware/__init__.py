"""``certkit firmware``."""
