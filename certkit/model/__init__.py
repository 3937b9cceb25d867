"""The nouns of the field as frozen types: statement, rulebook, finding, plan."""
