"""Load the record of a test run from a file or standard input."""

from __future__ import annotations

from typing import BinaryIO

from certkit.files.read import read_file, source_of
from certkit.files.recognize import RECORD, refuse_other
from certkit.record.model import Record
from certkit.record.read_yaml import read_record_yaml


def load_record(name: str, stdin: BinaryIO) -> Record:
    """The record in a file.

    Raises:
        CertkitError: the file cannot be read, or is not a record.
    """
    content, source = read_file(name, stdin), source_of(name)
    refuse_other(content, source, "a test record", RECORD)
    return read_record_yaml(content, source)
