"""Edge: the types of the model, written in every format."""
