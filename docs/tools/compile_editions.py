"""Write compiled.json beside the files of every shipped release. Run by `make docs`, after a change to an edition."""

from __future__ import annotations

from certkit.edition.files import shipped_editions
from certkit.edition.releases import compiled_release, releases_of
from certkit.formats.compiled import COMPILED
from certkit.resources import editions_folder

if __name__ == "__main__":
    for old in editions_folder().rglob(COMPILED):
        old.unlink()  # it may hold the marks of a merge
    for edition in shipped_editions():
        for release in releases_of(edition):
            (release.folder / COMPILED).write_bytes(compiled_release(release.folder))
