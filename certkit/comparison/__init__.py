"""What changed between two statements and their plans."""
