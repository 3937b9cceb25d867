"""Edge: files of every format, read into the types of the model."""
