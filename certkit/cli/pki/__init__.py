"""``certkit pki``."""
