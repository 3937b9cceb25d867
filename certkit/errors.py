"""What stops certkit: one line that says what is wrong, where, and the way out.

A *finding* is data about a user's file and is never raised; see :mod:`certkit.finding`.
Anything raised that is not a :class:`CertkitError` is a bug of certkit's own.
"""

from __future__ import annotations


class CertkitError(Exception):
    """certkit cannot go on.

    Attributes:
        message: what is wrong, one sentence without a full stop.
        hint: the way out, or empty.
        file: the file's name as the user gave it, or empty.
        line, column: counted from 1; 0 where they do not apply.
        sheet, cell: the place in a workbook, or empty.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        file: str = "",
        line: int = 0,
        column: int = 0,
        sheet: str = "",
        cell: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column
        self.sheet = sheet
        self.cell = cell

    @property
    def place(self) -> str:
        """The place as people write it: ``pics.yaml:3:5``, ``form.xlsx, General!C4``, or empty."""
        if self.cell:
            inner = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
            return f"{self.file}, {inner}" if self.file else inner
        if self.line:
            name = self.file or "line "
            return f"{name}:{self.line}:{self.column}" if self.file else f"{name}{self.line}:{self.column}"
        return self.file

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} ({self.hint})" if self.hint else text


class UnreadableFile(CertkitError):
    """The file cannot be read as what it should be: not there, cut off, encrypted, another format."""


class Refused(CertkitError):
    """What was asked for may not be: an outcome like a failed check, and no mistake in how it was asked."""


class UnknownName(CertkitError):
    """The user named an edition, a reading, a test case, an item or a code that does not exist."""


class RulebookError(CertkitError):
    """An edition's files contradict themselves; nothing may be derived from them."""


class ConditionError(CertkitError):
    """A condition's text is not in the condition language.

    Attributes:
        text: the whole condition.
        offset: where in ``text`` the trouble begins, counted from 0.
    """

    def __init__(self, message: str, text: str, offset: int) -> None:
        super().__init__(message)
        self.text = text
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.message}\n    {self.text}\n    {' ' * self.offset}^"


class Contradiction(CertkitError):
    """The evidence of an attestation contradicts itself; nothing may be derived from it.

    Attributes:
        path: where in the payload, as in ``evidence.statement.answers[3]``.
        what: what is so, without the path.
    """

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path
        self.what = what
