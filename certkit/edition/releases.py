"""The releases of an edition beside its lock file: no published release changes or disappears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from certkit.edition.files import LOCK, RELEASES, Lock, earlier_releases, read_bytes, read_lock
from certkit.edition.rulebook import DEFAULT_EDITION, Rulebook, earlier_release, load_edition
from certkit.errors import RulebookError


def releases_of(name: str | Path = DEFAULT_EDITION) -> tuple[Rulebook, ...]:
    """Every release of an edition, the first one first.

    Raises:
        UnknownName: there is no such edition.
        RulebookError: the files of a release say that they are another one.
    """
    newest = load_edition(name)
    return (*(earlier_release(newest, number) for number in earlier_releases(newest.folder)), newest)


def check_lock(releases: Sequence[Rulebook]) -> None:
    """Compare the releases of an edition with the lock file beside its folder, if there is one.

    Raises:
        RulebookError: a release is not locked, or does not mean what was locked.
    """
    newest = releases[-1]
    file = newest.folder.parent / LOCK
    if not file.is_file():
        return
    lock = read_lock(read_bytes(file).decode("utf-8", "replace"), str(file))
    digests = {rulebook.info.release: rulebook.sha256 for rulebook in releases}
    for problem in lock_problems(newest.info.id, digests, lock):
        raise RulebookError(problem, file=str(file))


def compiled_release(folder: Path) -> bytes:
    """The content of ``compiled.json`` for the release in a folder, of which every part is proven.

    Raises:
        RulebookError: the edition contradicts itself.
    """
    release = Rulebook(folder, from_yaml=True)
    release.prove()
    return release.files.compile()


def lock_problems(edition: str, digests: Mapping[int, str], lock: Lock) -> Iterator[str]:
    """What is wrong with the releases of one edition, and what to do about each.

    Args:
        digests: release -> the digest of its files; the highest number is the newest release.
    """
    newest = max(digests)
    for release, digest in digests.items():
        locked = lock.get((edition, release))
        line = f"{edition} {release} {digest}"
        if locked is None:
            yield f"release {release} of {edition} is not locked; add this line to {LOCK}: {line}"
        elif locked != digest and release == newest:
            yield (
                f"release {release} of {edition} no longer means what it did. If it was published, either restore it, "
                f"or make a new release: copy the published files to {edition}/{RELEASES}/{release}/, write "
                f"'release: {release + 1}' in edition.yaml, and lock the new release. "
                f"If it was not published yet, its line in {LOCK} is now: {line}"
            )
        elif locked != digest:
            yield f"release {release} of {edition} was changed, but an earlier release stays as it was; restore it"
    for name, release in lock:
        if name == edition and release not in digests:
            yield f"release {release} of {edition} is locked, but its files are missing; restore them"
