"""Why a pair of messages was not measured, in the words of this layout."""

from __future__ import annotations

LEFT_OUT = {
    "unanswered": "the request is not answered before the log ends",
    "duplicate-id": "another request with the same message id was waiting for its answer",
    "error": "answered with an error",
    "rejected": "not accepted",
    "scheduled": "answered Scheduled: the effect comes later",
    "whole-station": "about connector 0, the whole station",
    "no-change": "the request leaves the connector as it is, so nothing has to follow",
    "unknown-status": "the status of the connector before it is not in the log",
    "before-answer": "the triggered request came before the answer",
    "not-followed": "no matching request follows before the log ends",
    "asked-again": "asked again before the matching request came",
    "restarted": "the station restarted in between",
    "other-status": "the connector got another status first",
    "cable-later": "the connector changed to Preparing after the request: the cable came later",
    "given-up": "the connector changed to Available after the request: the station gave up waiting",
    "another": "something else was started on that connector first",
    "other-reason": "it ended for another reason",
    "unknown-connector": "which connector was reserved is not in the log",
    "excluded": "firmware, diagnostics and reboot are not measured",
    "clock": "the clock of the log was put back or forward in between, or may have been",
    "negative": "stamped earlier than what it follows",
    "unreadable": "what it says cannot be read",
    "shortened": "the logger shortened the frame",
}
"""Reason, as the data has it -> in words."""
