"""Text: sentences from templates, quoting, and what a terminal may be sent."""
