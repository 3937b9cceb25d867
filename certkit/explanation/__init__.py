"""The proof of a status, a finding or a reason."""
