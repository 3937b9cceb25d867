"""A station's configuration keys, compared with the standard and with its PICS."""
