"""Reading a PICS of the shipped edition from a text."""

from functools import cache

from certkit.edition.rulebook import load_edition
from certkit.pics.read_yaml import read_pics_yaml

HEAD = "edition: ocpp-1.6-v2.4\n"


@cache
def edition():
    return load_edition()


def read(content, source="pics.yaml"):
    """The statement in a text or in bytes."""
    return read_pics_yaml(content if isinstance(content, bytes) else content.encode(), source, lambda _: edition())[0]


def sentence_of(finding):
    """The key and the arguments of a finding's message."""
    return finding.message.key, dict(finding.message.arguments)
