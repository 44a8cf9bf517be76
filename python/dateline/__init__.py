"""Reads news pages into records: what the article is, who is in it, when, where, who said what, what happened.

>>> import dateline
>>> doc = dateline.read('<h1>Port reopens</h1><p>"We are ready," harbour master Ana Ruiz said on Monday.</p>',
...                     published="2024-03-05")
>>> doc.article.headline
'Port reopens'
>>> [(quote.speaker_name, quote.speaker_role, quote.content) for quote in doc.quotes]
[('Ana Ruiz', 'harbour master', 'We are ready,')]

`read` takes one page, `read_many` many of them with threads, `read_warc` and `read_files` what is in files; `to_arrow` makes tables
of layers, `open` opens an archive. `dateline.spark` does the same on a cluster.
"""

from . import _dateline, items
from ._dateline import Error
from .archive import Archive, Hit, Hits, open
from .document import Document
from .fields import Span
from .quotes import Quote
from .reading import Reader, ReadError, read, read_files, read_many, read_warc
from .show import Shown
from .tables import Table, layers, to_arrow, to_arrow_all

__version__ = _dateline.version()

__all__ = [
    "Archive",
    "Document",
    "Error",
    "Hit",
    "Hits",
    "Quote",
    "ReadError",
    "Reader",
    "Shown",
    "Span",
    "Table",
    "items",
    "layers",
    "open",
    "read",
    "read_files",
    "read_many",
    "read_warc",
    "to_arrow",
    "to_arrow_all",
]
