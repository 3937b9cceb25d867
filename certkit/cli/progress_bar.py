"""Progress bars on standard error. It loads rich, so it is loaded by name, where somebody can see a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)


@contextmanager
def counting_bar(what: str, count: int) -> Iterator[Callable[[], None]]:
    """Show how many of many things are done; call the function after each."""
    with _bar(TextColumn("{task.description}"), MofNCompleteColumn(), TimeRemainingColumn()) as bar:
        task = bar.add_task(what, total=count)
        yield lambda: bar.advance(task)


@contextmanager
def bytes_bar(size: int) -> Iterator[Callable[[int, int], None]]:
    """Show how much of a file is read; call the function with the number of bytes so far."""
    with _bar(BarColumn(), DownloadColumn(), TransferSpeedColumn()) as bar:
        task = bar.add_task("", total=size)
        yield lambda done, _: bar.update(task, completed=done)


def _bar(*columns: ProgressColumn) -> Progress:
    return Progress(*columns, console=Console(stderr=True), transient=True)
