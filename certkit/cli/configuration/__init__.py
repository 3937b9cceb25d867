"""``certkit configuration``."""
