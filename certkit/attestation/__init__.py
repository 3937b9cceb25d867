"""What is attested of a verdict: a Vendor Declaration of Conformance, a test report, a certificate."""
