"""What is known of zips that somebody else made: how reading them fails, and what tells a hostile entry."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib

# What the reader of zips lets out for bytes that are none.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    LookupError,
    struct.error,
)
SMALL_BYTES = 2**20
_ENCRYPTED = 0x1
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry wants a passphrase."""
    return bool(entry.flag_bits & _ENCRYPTED)


def is_link(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry stands for another file."""
    return stat.S_ISLNK(entry.external_attr >> 16)


def is_oddly_packed(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is packed in a way that may ask for gigabytes of memory before the first byte comes."""
    return entry.compress_type not in _READ


def swells(entry: zipfile.ZipInfo, ratio: int) -> bool:
    """Tell whether an entry says that it unpacks to more than `ratio` times its size; small ones may."""
    return entry.file_size > SMALL_BYTES and entry.file_size > ratio * entry.compress_size
