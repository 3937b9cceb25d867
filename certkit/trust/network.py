"""One exchange over HTTP with a service for time stamps or revocation: bounded in time and size.

Addresses come from the user, or from a certificate that leads to a trusted root, never from a document that somebody
sent. Such a root's authorities can make certkit ask any address that this machine reaches; ``--offline`` asks none.
"""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from certkit.errors import CertkitError

TIMEOUT = 20.0
"""Seconds without an answer."""
WHOLE = 3
"""Times that many seconds for all of it, since a slow server sends something now and then."""
LARGEST = 20_000_000
"""Bytes of an answer; a large revocation list has a few million."""

Fetch: TypeAlias = Callable[[str], bytes]
"""What gets a CRL: URL -> content; :class:`NoAnswer` if there is none."""


class NoAnswer(CertkitError):
    """A service on the network did not give what was asked for."""


class _SameScheme(urllib.request.HTTPRedirectHandler):
    """Follows a redirection to http and https only."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # as its base
        try:
            check_url(newurl)
        except NoAnswer:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check_url(url: str) -> None:
    """Refuse what is not a plain http or https URL.

    Raises:
        NoAnswer: it is not.
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and url.isprintable() and " " not in url
        named = parts.username is not None
        _ = parts.port
    except ValueError:
        good, named = False, False
    if not good:
        raise NoAnswer("this is not an http:// or https:// URL", file=url)
    if named:
        raise NoAnswer("a URL must not contain a name or password", hint="leave it out", file=url)


def fetch(url: str, body: bytes | None = None, media_type: str = "", *, timeout: float = TIMEOUT) -> bytes:
    """What a URL answers to GET, or to POST with a body.

    Raises:
        NoAnswer: no connection, no answer in time, an error status, or an answer that is too large.
    """
    check_url(url)
    answers: list[bytes | CertkitError] = []

    def ask() -> None:
        try:
            answers.append(_exchange(url, body, media_type, timeout))
        except CertkitError as error:
            answers.append(error)

    asking = threading.Thread(target=ask, daemon=True)  # looking up a name cannot be stopped otherwise
    asking.start()
    asking.join(timeout * WHOLE)
    answer = answers[0] if answers else NoAnswer(f"no complete answer within {timeout * WHOLE:g} seconds", file=url)
    if isinstance(answer, CertkitError):
        raise answer
    return answer


def _exchange(url: str, body: bytes | None, media_type: str, timeout: float) -> bytes:
    headers = {"User-Agent": "certkit", **({"Content-Type": media_type} if media_type else {})}
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310  # checked above
    try:
        with urllib.request.build_opener(_SameScheme).open(request, timeout=timeout) as answer:
            content: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise NoAnswer(f"the server answers {error.code} {error.reason}", hint="is the URL right?", file=url) from None
    except TimeoutError:
        raise NoAnswer(f"no answer within {timeout:g} seconds", hint="try again later", file=url) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise NoAnswer(f"no answer within {timeout:g} seconds", hint="try again later", file=url) from None
        reason = getattr(error.reason, "strerror", None) or str(error.reason)
        raise NoAnswer(f"there is no connection: {reason}", hint="check the URL and the network", file=url) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(f"the server does not speak HTTP ({type(error).__name__})", file=url) from None
    if len(content) > LARGEST:
        raise NoAnswer(f"the answer has more than {LARGEST // 1_000_000} million bytes", file=url)
    return content
