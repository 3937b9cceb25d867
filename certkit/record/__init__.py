"""The record of a test run: its fields, read, checked and written."""
