"""A pytest plugin: property tests try few examples, and the same ones each time."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutation", max_examples=30, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("mutation")
