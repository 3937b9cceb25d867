"""Verification of a signed document, step by step."""
