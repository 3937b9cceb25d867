"""Archives and other files as bytes, for the tests of what opens them."""

import io
import struct
import tarfile
import zipfile


def tar(members, mode="w", **options):
    """A tar archive of (name, content) pairs; a content of None is a symbolic link."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, **options) as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            if content is None:
                entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
                archive.addfile(entry)
            else:
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def zipped(members):
    """A ZIP of (name, content) pairs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


OTHERS = {
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04" + b"x" * 30,
    "rar": b"Rar!\x1a\x07\x01\0" + b"x" * 30,
    "zstd": b"\x28\xb5\x2f\xfd" + b"x" * 30,
    "pcap": struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1),
    "pcapng": b"\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a",
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "xlsx": zipped([("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")]),
    "docx": zipped([("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<document/>")]),
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "sqlite": b"SQLite format 3\0\x10\0\x01\x01",
    "random": bytes((number * 167 + number // 7) % 256 for number in range(5000)),
}
WORDS = {
    "7z": ("7z archive", "7z x"),
    "rar": ("RAR archive", "unrar x"),
    "zstd": ("Zstandard", "zstd -d"),
    "pcap": ("packet capture", "tshark"),
    "pcapng": ("packet capture", "tshark"),
    "pdf": ("a PDF", "pdftotext"),
    "xls": ("Office 97", "CSV"),
    "xlsx": ("a workbook", "CSV"),
    "docx": ("a document", "plain text"),
    "png": ("a picture", "give the log"),
    "sqlite": ("SQLite", "sqlite3"),
    "random": ("binary data", "as text"),
}
