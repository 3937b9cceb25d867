"""Pure: what is wrong with what a user handed in, as findings."""
