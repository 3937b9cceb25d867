"""Workbooks: read without trusting them, and written the same for the same content."""
