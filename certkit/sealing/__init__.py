"""Seals: keys, roles, trust, signatures. Imported only by the commands that need it, for it loads cryptography."""
