"""Edge: files of every format, read into the types of the model."""

import os

# openpyxl takes lxml where it is installed, as it is for seals: XML is then written otherwise, and read without defusedxml.
os.environ.setdefault("OPENPYXL_LXML", "False")
