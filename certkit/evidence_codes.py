"""certkit's own findings in the evidence of a run: the station's configuration, the results, the firmware image.

They are about the files, whatever the edition. What an edition's table of configuration keys can show to be wrong has
its codes there (``CK-10`` and up, ``P-09``, ``P-52``, ``P-67``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from certkit.finding import Finding, Place, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class EvidenceCode(NamedTuple):
    """A kind of finding, as :class:`certkit.codes.Code`, and the place in the procedure that makes it one."""

    code: str
    name: str
    severity: Severity
    title: str
    meaning: str
    hint: str
    cite: str = ""


_CONFIGURATION = (
    EvidenceCode(
        "CK-01",
        "key-reported-twice",
        _ERROR,
        "A key is reported twice, differently",
        "Which of the two holds cannot be known; both are checked, and both have to be right.",
        "read the configuration again, in one answer and of one station",
        "4.2",
    ),
    EvidenceCode(
        "CK-02",
        "not-an-entry",
        _ERROR,
        "Something in the answer is not as OCPP defines it",
        "A key has a name, a field readonly, and may have a value; the list of unknown keys is a list of names. "
        "Anything else is not read.",
        "correct the station's answer, or the file if it was edited",
        "OCPP 1.6 edition 2, GetConfiguration.conf and KeyValue",
    ),
    EvidenceCode(
        "CK-03",
        "value-not-a-text",
        _WARNING,
        "A value is a number, true, false or null instead of a text",
        "OCPP transmits every value as a text. Numbers and booleans are read as if they stood in quotes.",
        "let the station send the value in quotes",
        "OCPP 1.6 edition 2, KeyValue",
    ),
    EvidenceCode(
        "CK-04",
        "readonly-missing",
        _ERROR,
        "A key does not say whether it is read-only",
        "The field readonly is required and is true or false. Without it nothing is known of the key's accessibility.",
        "correct the station's answer",
        "OCPP 1.6 edition 2, KeyValue",
    ),
    EvidenceCode(
        "CK-05",
        "too-long",
        _WARNING,
        "A key or a value is longer than OCPP allows",
        "Keys have at most 50 characters, values 500. A CSMS may refuse the whole answer.",
        "shorten it in the station",
        "OCPP 1.6 edition 2, KeyValue",
    ),
    EvidenceCode(
        "CK-06",
        "answer-not-readable",
        _ERROR,
        "An answer of the station in the log cannot be read",
        "The line is cut or malformed, the station answered with an error, or there is no answer to a request. "
        "The keys in it are missing.",
        "take the log anew, or read the configuration again",
        "4.2",
    ),
    EvidenceCode(
        "CK-07",
        "several-stations",
        _ERROR,
        "The file has answers of more than one station",
        "Their keys would be mixed up.",
        "choose one with --station",
        "4.2",
    ),
)

_RESULTS = (
    EvidenceCode(
        "RS-01",
        "record-not-readable",
        _ERROR,
        "A record of the results cannot be read",
        "It has no test case, or is not a record at all. It is not counted as anything.",
        "correct the record, or export the results again",
        "8.2",
    ),
    EvidenceCode(
        "RS-02",
        "verdict-not-readable",
        _ERROR,
        "The verdict of a run cannot be read",
        "A verdict is pass, fail, inconc or error. A run is a pass only if everything that its record says about it is "
        "understood and says pass; a failure stands, whatever contradicts it.",
        "write pass, fail, inconc or error in one field, or run the test case again",
        "8.2",
    ),
    EvidenceCode(
        "RS-03",
        "field-not-readable",
        _WARNING,
        "A field of a result cannot be read",
        "It counts as not there; what depends on it cannot be shown.",
        "correct the field; a time is written as 2026-03-02 09:14+01:00, a duration in seconds",
        "8.2",
    ),
    EvidenceCode(
        "RS-04",
        "unknown-field",
        _NOTE,
        "The results have fields that are not used",
        "A field that is misspelt would be lost.",
        "look whether it is one of the fields of a result under another name",
    ),
    EvidenceCode(
        "RS-05",
        "not-run",
        _NOTE,
        "A test case is listed but was not run",
        "It has no verdict, or was skipped. It is no result.",
        "run what the plan asks for; what is optional can stay as it is",
        "5.5",
    ),
    EvidenceCode(
        "RS-06",
        "log-missing",
        _WARNING,
        "A result names a log that is not in the export",
        "The performance of the device and the incidents of a run are read from the logs.",
        "export the results with their logs",
        "9.2.2",
    ),
    EvidenceCode(
        "RS-07",
        "log-without-result",
        _WARNING,
        "The export has a log of a run for which there is no result",
        "A run that was left out may be one that failed.",
        "export all results",
        "5.5; 8.2",
    ),
    EvidenceCode(
        "RS-08",
        "file-not-read",
        _WARNING,
        "A file of the export is not read",
        "It is of a kind that certkit does not read, or is damaged.",
        "export the results as JSON or CSV",
        "8.2",
    ),
    EvidenceCode(
        "RS-09",
        "file-contradicts-itself",
        _ERROR,
        "A file of results contradicts itself",
        "It counts more runs, failures or errors than it has, or reports an error of all its runs together. Runs may "
        "be missing, or may not be what they look like.",
        "export the results again, all of them",
        "5.5; 8.2",
    ),
    EvidenceCode(
        "RS-10",
        "unknown-test-case",
        _ERROR,
        "A result is of a test case that the edition does not have",
        "The id may be misspelt, or of another edition of the procedure; then the one that is meant is missing.",
        "correct the id, or choose the right edition",
        "Appendix C",
    ),
    EvidenceCode(
        "RS-11",
        "not-in-the-plan",
        _WARNING,
        "A result is of a test case that the plan does not ask for",
        "The PICS rules it out or leaves it open, so that either the PICS or the tool's configuration is not right.",
        "look why with certkit explain; certkit assess does not count it",
        "5.5; 8.2",
    ),
    EvidenceCode(
        "RS-12",
        "other-device-kind",
        _ERROR,
        "A result is of another kind of device",
        "A charging station and a CSMS are tested with different test cases of the same id.",
        "leave out the results of the other device",
        "Appendix C",
    ),
    EvidenceCode(
        "RS-13",
        "device-kind-contradicts-itself",
        _ERROR,
        "A result says two different things about the kind of device",
        "The suffix of the test case's id and the system under test do not agree.",
        "export the results again",
        "Appendix C",
    ),
    EvidenceCode(
        "RS-14",
        "other-configuration",
        _ERROR,
        "Results were obtained with more than one configuration of the tool, or another than expected",
        "All test cases belong to one certification run with one configuration, which is part of the report.",
        "run all test cases with one configuration",
        "8.2; 5.6",
    ),
    EvidenceCode(
        "RS-15",
        "not-in-pics-mode",
        _ERROR,
        "A result was not obtained in PICS mode",
        "Only in PICS mode does the tool take its settings from the statement.",
        "run the test case in PICS mode",
        "8.2; 8.3",
    ),
    EvidenceCode(
        "RS-16",
        "before-the-pics-was-frozen",
        _ERROR,
        "A run is older than the PICS",
        "The PICS is stated before the certification and not changed during it; a run from before it shows nothing.",
        "run the test case again",
        "5.5; 8.3",
    ),
    EvidenceCode(
        "RS-17",
        "time-unknown",
        _WARNING,
        "When a run began is not known, or not surely enough",
        "Whether it is younger than the PICS cannot be shown.",
        "state the start with date, time and time zone",
        "5.5; 8.3",
    ),
    EvidenceCode(
        "RS-18",
        "other-ocpp-version",
        _ERROR,
        "A result is of another version of OCPP",
        "The edition is of one version.",
        "leave out the results of the other version",
        "8.1.1",
    ),
    EvidenceCode(
        "RS-19",
        "runs-disagree",
        _WARNING,
        "A test case has runs with different verdicts",
        "All of them are kept. Why an earlier one failed belongs in the record.",
        "record the reason; a failure is lifted only by what the procedure allows",
        "5.5; 5.6",
    ),
    EvidenceCode(
        "RS-20",
        "same-run-twice",
        _NOTE,
        "The same run stands there more than once",
        "It is counted once.",
        "nothing has to be done",
    ),
    EvidenceCode(
        "RS-21",
        "pics-mode-unknown",
        _WARNING,
        "Whether a result was obtained in PICS mode is not known",
        "A declaration run has to show it of every result.",
        "export the results from the tool with it, or state pics_mode: yes for results that a person fills in",
        "8.2; 8.3",
    ),
    EvidenceCode(
        "RS-22",
        "of-something-else",
        _ERROR,
        "The results name another statement or another device",
        "Digest of the statement, edition, vendor, model, serial number and version are compared with the statement "
        "and the record, wherever a file of results has them. Passes in such a file do not count.",
        "give the results of this device, obtained with this statement",
        "5.5; 8.2",
    ),
    EvidenceCode(
        "RS-23",
        "names-no-device",
        _NOTE,
        "The results do not say to which statement or device they belong",
        "Nothing in the file can be compared; the record alone says that they belong to this device.",
        "nothing has to be done; certkit plan writes a worksheet that names its statement",
        "8.2",
    ),
    EvidenceCode(
        "RS-24",
        "result-hidden",
        _ERROR,
        "A result is in a hidden row, column or sheet",
        "Whoever opens the workbook does not see it. A hidden pass has no verdict; anything else counts.",
        "show the row, the column and the sheet, or remove them",
        "8.2",
    ),
    EvidenceCode(
        "RS-25",
        "typed-results",
        _WARNING,
        "Results were typed by a person",
        "A worksheet that is filled in, a table or a list is not the test tool's export. It counts only if the record "
        "says who typed it and why.",
        "give the tool's own export, or answer typed_by and typed_reason beside the file in the record",
        "8.2",
    ),
    EvidenceCode(
        "RS-26",
        "other-release",
        _NOTE,
        "The results belong to a plan of another release of the edition",
        "The worksheet was written with another release. The runs are held against the release in use.",
        "look whether the plan of the release in use asks for the same test cases: certkit compare",
    ),
)

_FIRMWARE = (
    EvidenceCode(
        "FW-01",
        "image-missing",
        _ERROR,
        "There is no image",
        "The hash of the installed firmware is part of the report and of the certificate.",
        "give the file that the vendor has delivered",
        "8.2",
    ),
    EvidenceCode(
        "FW-02",
        "image-empty",
        _ERROR,
        "The image is empty",
        "An empty file has a hash too, but is no firmware.",
        "download the image again",
        "8.2",
    ),
    EvidenceCode(
        "FW-03",
        "image-changed",
        _ERROR,
        "The image changed while it was read",
        "The hash would be of something that never was a file: a copy or a download was probably still going on.",
        "wait until the file is complete",
        "8.2",
    ),
    EvidenceCode(
        "FW-04",
        "image-is-a-delta",
        _ERROR,
        "The image is a difference to an older firmware",
        "A full image is required, one that allows a first installation without anything else.",
        "ask the vendor for the full image",
        "8.2",
    ),
    EvidenceCode(
        "FW-05",
        "image-may-be-a-delta",
        _NOTE,
        "The image is a container that can hold a difference",
        "Whether it is a full image cannot be seen from its first bytes.",
        "ask the vendor to confirm that it can be installed without an older firmware",
        "8.2",
    ),
    EvidenceCode(
        "FW-06",
        "not-an-image",
        _WARNING,
        "The file does not look like firmware",
        "It begins as a text or a web page does, as an error page does that was saved instead of a download.",
        "download the image again",
        "8.2",
    ),
    EvidenceCode(
        "FW-07",
        "hash-differs",
        _ERROR,
        "The image is not the one that was recorded",
        "Its hash is not the one that is stated.",
        "find out which of the two was installed in the test; a changed firmware needs all tests again",
        "5.5; 8.2",
    ),
    EvidenceCode(
        "FW-08",
        "hash-not-usable",
        _ERROR,
        "The stated hash cannot be compared",
        "It is no hash of a known kind, or its length does not fit the algorithm that is named.",
        "state SHA-256 in 64 hexadecimal digits",
        "8.2",
    ),
    EvidenceCode(
        "FW-09",
        "hash-is-weak",
        _WARNING,
        "The stated hash is of an algorithm for which other images with the same hash can be made",
        "MD5 and SHA-1 do not bind a certificate to an image.",
        "state SHA-256",
        "8.2",
    ),
    EvidenceCode(
        "FW-10",
        "certificate-not-usable",
        _ERROR,
        "The document states no hash that can be believed",
        "Only a certificate that is verified says which image is certified.",
        "certkit verify shows what is in the way",
        "5.5; 8.2",
    ),
    EvidenceCode(
        "FW-11",
        "certificate-of-a-rehearsal",
        _WARNING,
        "The certificate is of a rehearsal",
        "Whatever is compared with it, nothing is certified.",
        "use a certificate of the certification body",
        "5.5; 8.2",
    ),
)

EVIDENCE_CODES = {code.code: code for code in (*_CONFIGURATION, *_RESULTS, *_FIRMWARE)}
"""Code -> its description."""


def evidence_finding(
    code: str,
    message: str,
    *,
    where: Place | None = None,
    items: Iterable[str] = (),
    hint: str = "",
    severity: Severity | None = None,
    related: tuple[tuple[str, Place], ...] = (),
) -> Finding:
    """A finding of one of these codes."""
    known = EVIDENCE_CODES[code]
    return Finding(
        code=code,
        name=known.name,
        severity=severity or known.severity,
        message=message,
        hint=hint or known.hint,
        items=tuple(items),
        cite=known.cite,
        where=where,
        related=related,
    )
