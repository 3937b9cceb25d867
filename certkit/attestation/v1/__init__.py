"""Version 1 of the payload of an attestation: its types, its reading and writing, its derivation and its words.

After the release of certkit 0.2.0 nothing here changes what a document means. A test holds schema and words to the
digests in ``locked.sha256``.
"""

VERSION = 1
