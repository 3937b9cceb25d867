"""Write ``compiled.json`` beside certkit's own tables of messages. Run by ``make docs``."""

from __future__ import annotations

from certkit.formats.compiled import COMPILED
from certkit.messages import FOLDER, compile_tables

if __name__ == "__main__":
    (FOLDER / COMPILED).write_bytes(compile_tables())
