"""An edition of the procedure: its items, test cases, constraints and readings, proven when they are loaded."""
