"""Edge: files of every format, read into the types of the model."""

import os

# Where lxml is installed, as it is for seals, openpyxl takes it: XML is written otherwise, and read without defusedxml.
os.environ.setdefault("OPENPYXL_LXML", "False")
