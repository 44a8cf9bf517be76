"""Pages in, documents out."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple, Optional, Union

from . import _dateline
from .document import Document

#: A page: HTML or plain text, as words or bytes.
Page = Union[str, bytes, bytearray, memoryview]
#: A page of many: also with its address, or with all that is known about it.
PageOfMany = Union[Page, tuple[Page, Optional[str]], Mapping[str, Any], None]
#: A day or a moment, as words of ISO 8601 or as Python has them.
Moment = Union[str, datetime.date, datetime.datetime]


class ReadError(NamedTuple):
    """Something that could not be read; the rest was."""

    path: str
    message: str
    hint: str | None

    def __str__(self) -> str:
        return f"`{self.path}`: {self.message}" + (f"\nhint: {self.hint}" if self.hint else "")


def read(
    page: Page,
    url: str | None = None,
    published: Moment | None = None,
    *,
    retrieved: Moment | None = None,
    uri: str | None = None,
    content_type: str | None = None,
    only: Iterable[str] | None = None,
    tokens: bool = False,
) -> Document:
    """Reads a page, HTML or plain text.

    `url` is the address of the article and `published` when it was published, if you know better than the page; `retrieved` is when
    it was fetched, `uri` where it was read from, `content_type` the header of that name. With `only`, the layers of these names alone
    are kept, and the stages behind the last of them are not run. `tokens` keeps tags, lemmas and dependencies.

    Any words or bytes are a page: of what is none, the text is empty and `warnings` say why.

    >>> import dateline
    >>> doc = dateline.read("<h1>Port reopens</h1><p>The port of Almer reopened on Monday.</p>", url="https://news.example/port",
    ...                     published="2024-03-05")
    >>> doc.article.headline, doc.article.url
    ('Port reopens', 'https://news.example/port')
    >>> [(time.text, time.value) for time in doc.times]
    [('Monday', '2024-03-04')]
    >>> [token.upos for token in dateline.read("<p>Ships came.</p>", tokens=True).tokens]
    ['NOUN', 'VERB', 'PUNCT']
    >>> list(dateline.read("<p>Ships came.</p>", only=["article"]).to_dict())
    ['dateline', 'source', 'text', 'article', 'warnings']
    """
    wanted = _list(only)
    return Document(_dateline.read(page, url, published, retrieved, uri, content_type, wanted, tokens))


def read_many(
    pages: Iterable[PageOfMany],
    jobs: int = 2,
    *,
    only: Iterable[str] | None = None,
    tokens: bool = False,
    column: str | None = None,
) -> Iterator[Document]:
    """Reads pages with some threads, and gives their documents in the order of the pages.

    A page is words or bytes, a pair of a page and its address, or a mapping with `html` or `text` and perhaps `url`, `published`,
    `retrieved`, `uri`, `content_type`. Or `pages` is a table: anything that speaks Arrow's PyCapsule interface, such as a DataFrame of
    pandas or Polars, with the pages in `column`, by default the first that is called `html`, `text` or the like.

    Pages are asked for as they are needed, at most `4 * jobs` ahead. Python's interpreter is free while they are read.

    >>> import dateline
    >>> pages = ({"html": f"<h1>Ship {n} came</h1>", "url": f"https://news.example/{n}"} for n in range(3))
    >>> [doc.article.headline for doc in dateline.read_many(pages, jobs=2)]
    ['Ship 0 came', 'Ship 1 came', 'Ship 2 came']
    """
    records = _dateline.Many(pages, jobs, _list(only), tokens, column)
    return map(Document, records)


class Reader(Iterator[Document]):
    """The documents of files; what could not be read is in `errors`, when the documents before it have been given."""

    def __init__(self, files: _dateline.Files) -> None:
        self._files = files
        #: What could not be read so far.
        self.errors: list[ReadError] = []

    def __iter__(self) -> Reader:
        return self

    def __next__(self) -> Document:
        for item in self._files:
            if isinstance(item, bytes):
                return Document(item)
            self.errors.append(ReadError(*item))
        raise StopIteration


def read_files(
    *paths: str | os.PathLike[str],
    jobs: int = 2,
    only: Iterable[str] | None = None,
    tokens: bool = False,
) -> Reader:
    """Reads files, folders and WARC archives, as `dateline read` does.

    >>> import dateline, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.html").write_text("<h1>Port reopens</h1>")
    >>> docs = dateline.read_files(folder, folder / "none.html")
    >>> [doc.article.headline for doc in docs]
    ['Port reopens']
    >>> docs.errors[0].message
    'there is no such file or folder'
    """
    names = [os.fspath(path) for path in paths]
    return Reader(_dateline.Files(names, None, jobs, _list(only), tokens))


def read_warc(
    file: str | os.PathLike[str] | BinaryIO,
    jobs: int = 2,
    *,
    only: Iterable[str] | None = None,
    tokens: bool = False,
) -> Reader:
    """Reads the pages of a WARC archive: a path, or a file that is open for bytes, such as one of `fsspec` or `pyarrow.fs`.

    Damage costs no more than the records that it lies in; what was lost is in the reader's `errors`.

    >>> import dateline, io
    >>> http = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n\\r\\n<h1>Port reopens</h1>"
    >>> head = f"WARC/1.0\\r\\nWARC-Type: response\\r\\nWARC-Target-URI: https://news.example/port\\r\\nContent-Length: {len(http)}\\r\\n"
    >>> docs = dateline.read_warc(io.BytesIO(head.encode() + b"\\r\\n" + http + b"\\r\\n\\r\\nWARC/1.0"))
    >>> [(doc.article.url, doc.article.headline) for doc in docs]
    [('https://news.example/port', 'Port reopens')]
    >>> len(docs.errors)
    1
    """
    if isinstance(file, (str, os.PathLike)):
        return read_files(file, jobs=jobs, only=only, tokens=tokens)
    name = str(getattr(file, "name", "stream"))
    return Reader(_dateline.Files([name], file, jobs, _list(only), tokens))


def _list(only: Iterable[str] | None) -> list[str] | None:
    if isinstance(only, str):
        return [only]
    return None if only is None else list(only)
