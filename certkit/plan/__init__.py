"""The test plan that follows from a PICS."""
