"""Write ``compiled.json`` for every release of the shipped editions, each proven first. Run by ``make docs``."""

from __future__ import annotations

from certkit.edition.files import shipped_editions
from certkit.edition.releases import compiled_release, releases_of
from certkit.formats.compiled import COMPILED

if __name__ == "__main__":
    for edition in shipped_editions():
        for release in releases_of(edition):
            (release.folder / COMPILED).write_bytes(compiled_release(release.folder))
