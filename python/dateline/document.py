"""One page, read."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from . import _dateline, items
from .fields import Item
from .quotes import Quote, quotes
from .show import Shown, html, page

T = TypeVar("T", bound=Item)

#: The layers with ids, by the letter of the id.
_WITH_IDS = {"e": "entities", "t": "times", "p": "places", "s": "statements", "v": "events"}


class Document:
    """What dateline says about one page; made by `dateline.read`.

    >>> import dateline
    >>> doc = dateline.read("<h1>Port reopens</h1><p>“We are ready,” Ana Ruiz said in Lima on Monday.</p>",
    ...                     published="2024-03-05")
    >>> [(s.speaker.name, s.text) for s in doc.statements]
    [('Ana Ruiz', 'We are ready,')]
    >>> doc.times[0].text, doc.times[0].value
    ('Monday', '2024-03-04')
    >>> place = doc.places[0]
    >>> doc.text[place.start:place.end], place.country
    ('Lima', 'PE')
    """

    __slots__ = ("_cache", "_data", "_json")

    def __init__(self, json: bytes) -> None:
        self._json = json
        self._data: dict[str, Any] | None = None
        self._cache: dict[str, Any] = {}

    @classmethod
    def from_json(cls, record: str | bytes) -> Document:
        """The document of a record, such as a line that `dateline read --format jsonl` has written.

        >>> import dateline
        >>> doc = dateline.read("<p>The port reopened.</p>")
        >>> dateline.Document.from_json(doc.to_json()) == doc
        True
        """
        data = record.encode() if isinstance(record, str) else bytes(record)
        if not isinstance(json.loads(data), dict):
            raise ValueError("this is no record")
        return cls(data)

    def to_dict(self) -> dict[str, Any]:
        """The record, in the shape of docs/record.md."""
        if self._data is None:
            self._data = json.loads(self._json)
        assert self._data is not None
        return self._data

    def to_json(self) -> str:
        """The record as a line of JSON, byte for byte that of `dateline read --format jsonl`."""
        return self._json.decode()

    @property
    def text(self) -> str:
        """What a reader reads, once, in reading order. Spans count its characters."""
        return str(self.to_dict()["text"])

    @property
    def body(self) -> str:
        """The body of the article, a blank line between paragraphs: what `trafilatura.extract` gives.

        >>> import dateline
        >>> page = "<nav>Home</nav><h1>Port reopens</h1><p>The port reopened to ferries on Monday.</p>"
        >>> dateline.read(page).body
        'The port reopened to ferries on Monday.'
        """
        return "\n\n".join(zone.text for zone in self.zones if zone.kind in _BODY)

    @property
    def source(self) -> items.Source:
        """Where the page came from."""
        return self._one("source", items.Source)

    @property
    def article(self) -> items.Article:
        """Headline, authors, days, pictures and the rest of what the article is."""
        return self._one("article", items.Article)

    @property
    def zones(self) -> list[items.Zone]:
        """The parts of the text: headline, paragraphs, captions, related items."""
        return self._layer("zones", items.Zone)

    @property
    def sentences(self) -> list[items.Sentence]:
        """The sentences."""
        return self._layer("sentences", items.Sentence)

    @property
    def tokens(self) -> list[items.Token]:
        """The words with tags, lemmas and dependencies, if the page was read with `tokens=True`."""
        return self._layer("tokens", items.Token)

    @property
    def entities(self) -> list[items.Entity]:
        """Those whom the text speaks of."""
        return self._layer("entities", items.Entity)

    @property
    def times(self) -> list[items.Time]:
        """Days and other times, resolved."""
        return self._layer("times", items.Time)

    @property
    def places(self) -> list[items.Place]:
        """Places, with coordinates."""
        return self._layer("places", items.Place)

    @property
    def statements(self) -> list[items.Statement]:
        """Who said what."""
        return self._layer("statements", items.Statement)

    @property
    def events(self) -> list[items.Event]:
        """What happened, and whether it did."""
        return self._layer("events", items.Event)

    @property
    def warnings(self) -> list[items.Warning]:
        """What could not be settled."""
        return self._layer("warnings", items.Warning)

    @property
    def quotes(self) -> list[Quote]:
        """The statements as flat rows of words, with the columns of `dateline quotes --format csv`.

        >>> import dateline
        >>> doc = dateline.read("<p>“We are ready,” harbour master Ana Ruiz told reporters in Lima.</p>")
        >>> [(q.speaker_name, q.cue, q.content) for q in doc.quotes]
        [('Ana Ruiz', 'told', 'We are ready,')]
        """
        return quotes(self)

    def __getitem__(self, id: str) -> Any:
        """The item of an id: `doc["e3"]` is an entity, `doc["s1"]` a statement."""
        ids = self._cache.get("ids")
        if ids is None:
            record = self.to_dict()
            layers = [getattr(self, name) for name in _WITH_IDS.values() if name in record]
            ids = self._cache["ids"] = {item.id: item for layer in layers for item in layer}
        return ids[id]

    def to_text(self) -> str:
        """Headline and body as plain text."""
        return _dateline.export(self._json, "text")

    def to_markdown(self) -> str:
        """Headline, byline, body and captions as Markdown.

        >>> import dateline
        >>> print(dateline.read("<h1>Port</h1><p>The port reopened to ferries on Monday.</p>").to_markdown().strip())
        # Port
        <BLANKLINE>
        The port reopened to ferries on Monday.
        """
        return _dateline.export(self._json, "markdown")

    def to_jsonld(self) -> dict[str, Any]:
        """The article as NewsArticle of schema.org."""
        return dict(json.loads(_dateline.export(self._json, "jsonld")))

    def to_ninjs(self) -> dict[str, Any]:
        """The article as ninjs of IPTC."""
        return dict(json.loads(_dateline.export(self._json, "ninjs")))

    def show(self, layers: list[str] | None = None) -> Shown | None:
        """Shows the text with what was found in it; `layers` are some of entities, times, places, statements, events.

        In a notebook the text appears below the cell. Elsewhere the result is the page as HTML, with a method `save`.

        >>> import dateline
        >>> shown = dateline.read("<p>Ana Ruiz spoke in Lima.</p>").show(["places"])
        >>> "<mark" in shown.html and "Lima" in shown.html
        True
        """
        return page(html(self, layers))

    def _repr_html_(self) -> str:
        return html(self, None)

    def __repr__(self) -> str:
        data = self.to_dict()
        name = (data.get("article") or {}).get("headline") or data["text"][:60]
        counts = [f"{len(data[layer])} {layer}" for layer in _WITH_IDS.values() if layer in data]
        return f"<Document {name!r}: {', '.join(counts)}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self._json == other._json

    def __hash__(self) -> int:
        return hash(self._json)

    def __reduce__(self) -> tuple[Any, ...]:
        return Document, (self._json,)

    def _class(self, name: str) -> type[Item]:
        return getattr(items, name)  # type: ignore[no-any-return]

    def _one(self, name: str, kind: type[T]) -> T:
        if name not in self._cache:
            self._cache[name] = kind(self.to_dict().get(name) or {}, self)
        part: T = self._cache[name]
        return part

    def _layer(self, name: str, kind: type[T]) -> list[T]:
        if name not in self._cache:
            record = self.to_dict()
            if name not in record:
                how = "tokens=True" if name == "tokens" else f'only=[..., "{name}"]'
                raise AttributeError(f"the layer `{name}` was not kept: read the page with {how}")
            self._cache[name] = [kind(data, self) for data in record[name]]
        layer: list[T] = self._cache[name]
        return layer


_BODY = ("paragraph", "heading", "list_item", "quote_block")
