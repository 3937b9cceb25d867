"""What a signed document of earlier tests says about a changed device, and what has to be tested again."""
