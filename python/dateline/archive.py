"""Archives that `dateline ingest` has made."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from . import _dateline
from .document import Document
from .tables import Table, table_of

if TYPE_CHECKING:
    import pandas
    import polars

_HIT_COLUMNS = [
    ("id", "int"),
    ("published", "text"),
    ("day", "text"),
    ("publisher", "text"),
    ("headline", "text"),
    ("url", "text"),
    ("story", "int"),
    ("copy_of", "int"),
    ("snippet", "text"),
    ("cursor", "text"),
]

_STORY_COLUMNS = [
    ("id", "int"),
    ("headline", "text"),
    ("first_day", "text"),
    ("last_day", "text"),
    ("articles", "int"),
    ("outlets", "int"),
]

_TIMELINE_COLUMNS = [
    ("day", "text"),
    ("type", "text"),
    ("status", "text"),
    ("actor", "text"),
    ("recipient", "text"),
    ("sources_low", "int"),
    ("sources_high", "int"),
    ("articles", "text"),
    ("words", "text"),
]


@dataclass(frozen=True)
class Hit:
    """An article that was found."""

    id: int
    published: str | None
    day: str | None
    publisher: str | None
    headline: str | None
    url: str | None
    story: int | None
    copy_of: int | None
    snippet: str | None
    cursor: str


class Hits(Sequence[Hit]):
    """Articles that were found, and how many there are in all (`total`)."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.query: str = answer["query"]
        self.total: int = answer["total"]
        self._hits = [Hit(**{**hit, "snippet": (hit["snippet"] or {}).get("text")}) for hit in answer["hits"]]

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        return self._hits[index]

    def __len__(self) -> int:
        return len(self._hits)

    def to_arrow(self) -> Table:
        """The hits as a table."""
        names = [name for name, _ in _HIT_COLUMNS]
        return table_of(_HIT_COLUMNS, [[getattr(hit, name) for name in names] for hit in self._hits])

    def to_pandas(self) -> pandas.DataFrame:
        """The hits as a DataFrame of pandas."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """The hits as a DataFrame of Polars."""
        return self.to_arrow().to_polars()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<{len(self)} of {self.total} articles for {self.query!r}>"


class Archive:
    """An archive, opened by `dateline.open`.

    >>> import dateline, tempfile, os
    >>> archive = dateline.open(os.path.join(tempfile.mkdtemp(), "news.db"), write=True)
    >>> archive.add([dateline.read("<h1>Port reopens</h1><p>The port of Almer reopened after a storm.</p>",
    ...                            url="https://news.example/port", published="2024-03-05")])
    1
    >>> hits = archive.search("storm ports", since="2024-03")
    >>> hits.total, hits[0].headline, hits[0].day
    (1, 'Port reopens', '2024-03-05')
    >>> archive[hits[0].id].places[0].name if archive[hits[0].id].places else None
    >>> len(archive)
    1
    """

    def __init__(self, name: str | os.PathLike[str], write: bool = False) -> None:
        self.name = os.fspath(name)
        self._archive = _dateline.Archive(self.name, write)

    def search(
        self,
        words: str = "",
        *,
        who: str | Iterable[str] | None = None,
        said_by: str | Iterable[str] | None = None,
        event: str | None = None,
        status: str | None = None,
        country: str | None = None,
        place: str | Iterable[str] | None = None,
        outlet: str | None = None,
        language: str | None = None,
        story: int | None = None,
        since: str | None = None,
        until: str | None = None,
        order: str = "newest",
        limit: int = 20,
        after: str | None = None,
    ) -> Hits:
        """Looks up articles: words as `dateline search` takes them, and what must be true of an article.

        `since` and `until` are days, months or years; `order` is newest, oldest or best; `after` is the `cursor` of the last hit
        that was seen.
        """
        filters = _filters(who, said_by, event, status, country, place, outlet, language, story, since, until)
        return Hits(json.loads(self._archive.search(words, filters, order, limit, after)))

    def facets(self, by: str, words: str = "", limit: int = 20, **filters: Any) -> dict[str, int]:
        """How many of the articles found there are by day, month, outlet, who, place, event, status, country or language."""
        return dict(self._archive.facets(by, words, _filters(**filters), limit))

    def layer(self, name: str, words: str = "", **filters: Any) -> Table:
        """A layer of the articles found, as a table with the columns of `dateline export --format parquet`; all, if nothing is looked
        for."""
        return Table(self._archive.layer(name, words, _filters(**filters)))

    def stories(self, since: str | None = None, until: str | None = None, limit: int = 20) -> Table:
        """The stories with most articles."""
        stories = json.loads(self._archive.stories(since, until, limit))
        return table_of(_STORY_COLUMNS, [[story[name] for name, _ in _STORY_COLUMNS] for story in stories])

    def story(self, id: int) -> dict[str, Any]:
        """A story: its articles, copies and independent sources."""
        return dict(json.loads(self._archive.story(id)))

    def timeline(self, id: int) -> list[dict[str, Any]]:
        """What happened in a story day by day, with who says so."""
        return list(json.loads(self._archive.timeline(id)))

    def who(self, name: str) -> dict[str, Any]:
        """What the archive knows of somebody."""
        return dict(json.loads(self._archive.who(name)))

    def add(self, docs: Iterable[Document]) -> int:
        """Keeps documents and joins them into stories; says how many are new or changed. The archive must be open to be written."""
        added, batch = 0, []
        for doc in docs:
            batch.append(doc._json)
            if len(batch) == 128:
                added += self._archive.add(batch)
                batch = []
        added += self._archive.add(batch)
        self._archive.join()
        return added

    def __getitem__(self, id: int) -> Document:
        record = self._archive.record(id)
        if record is None:
            raise KeyError(id)
        return Document(record)

    def __len__(self) -> int:
        return self._archive.count("articles")

    def __repr__(self) -> str:
        return f"<Archive {self.name!r} of {len(self)} articles>"


def open(name: str | os.PathLike[str], write: bool = False) -> Archive:
    """Opens an archive: the path of a file, or the address of a database, `postgres://user@host/database`.

    To add to it, or to make one, `write` must be true.
    """
    return Archive(name, write)


def _filters(
    who: str | Iterable[str] | None = None,
    said_by: str | Iterable[str] | None = None,
    event: str | None = None,
    status: str | None = None,
    country: str | None = None,
    place: str | Iterable[str] | None = None,
    outlet: str | None = None,
    language: str | None = None,
    story: int | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[tuple[str, str]]:
    many = [("who", who), ("said-by", said_by), ("place", place)]
    filters = [
        (name, value)
        for name, given in many
        for value in ([given] if isinstance(given, str) else given or [])
    ]
    one = [
        ("event", event),
        ("status", status),
        ("country", country),
        ("outlet", outlet),
        ("language", language),
        ("story", story),
        ("from", since),
        ("to", until),
    ]
    return filters + [(name, str(value)) for name, value in one if value is not None]
