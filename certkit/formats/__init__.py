"""File formats, read and written without a word of OCPP: each module could be a library of its own."""
