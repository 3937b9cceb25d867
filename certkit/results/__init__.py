"""Test results, read from what tools and people write, and checked against the plan."""
