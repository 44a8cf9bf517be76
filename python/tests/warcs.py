"""WARC archives of pages, as crawlers write them: a gzip member a record."""

from __future__ import annotations

import gzip
import pathlib
from collections.abc import Iterable


def record(url: str, page: str, date: str = "2024-06-01T09:00:00Z") -> bytes:
    """A record of WARC, compressed."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", 6, mtime=0)


def write(path: pathlib.Path, pages: Iterable[tuple[str, str]], damage: bool = False) -> None:
    """Writes an archive; one of its records in the middle is damaged if so wished."""
    records = [record(url, page) for url, page in pages]
    if damage:
        middle = len(records) // 2
        broken = bytearray(records[middle])
        broken[len(broken) // 2] ^= 255
        broken[len(broken) // 2 + 1] ^= 255
        records[middle] = bytes(broken)
    path.write_bytes(b"".join(records))
