"""Firmware images and their hashes."""
