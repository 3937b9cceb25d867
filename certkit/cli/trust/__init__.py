"""``certkit trust``: the user's own trust store."""
