"""Workbooks that are not certkit's own form: a guess that a person reviews."""
