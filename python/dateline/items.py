"""The items of the layers, with the names of docs/record.md. Where the record has an id, the attribute is the item itself."""

from __future__ import annotations

from typing import Any, Optional

from .fields import Item, Span, field, part, parts, reference


class Source(Item):
    """Where a page came from."""

    __slots__ = ()
    uri: Optional[str] = field("uri")
    media_type: Optional[str] = field("media_type")
    charset: Optional[str] = field("charset")
    sha256: str = field("sha256")
    retrieved: Optional[str] = field("retrieved")


class Author(Item):
    """Who wrote the article."""

    __slots__ = ()
    name: str = field("name")

    def __str__(self) -> str:
        return self.name


class Publisher(Item):
    """Who published it."""

    __slots__ = ()
    name: Optional[str] = field("name")
    domain: Optional[str] = field("domain")


class Dateline(Span):
    """The line of place, day and agency before the first paragraph: "ALMER, March 5 (AP) --"."""

    __slots__ = ()
    place: Optional[str] = field("place")
    geonames: Optional[int] = field("geonames")
    date: Optional[str] = field("date")
    agency: Optional[str] = field("agency")
    rule: str = field("rule")


class Image(Item):
    """A picture and what stands below it."""

    __slots__ = ()
    url: Optional[str] = field("url")
    caption: Optional[str] = field("caption")
    credit: Optional[str] = field("credit")
    licence: Optional[str] = field("licence")
    kind: Optional[str] = field("kind")
    rule: str = field("rule")


class Related(Item):
    """Another article that the page points to."""

    __slots__ = ()
    headline: Optional[str] = field("headline")
    url: Optional[str] = field("url")
    section: Optional[str] = field("section")
    age: Optional[str] = field("age")
    published: Optional[dict[str, str]] = field("published")
    blurb: Optional[str] = field("blurb")
    dateline: Optional[dict[str, Any]] = field("dateline")
    rule: str = field("rule")


class Article(Item):
    """What the article is. Dates are words of ISO 8601, no more precise than the page has them."""

    __slots__ = ()
    url: Optional[str] = field("url")
    publisher: Optional[Publisher] = part("publisher", "Publisher")
    section: Optional[str] = field("section")
    headline: Optional[str] = field("headline")
    authors: list[Author] = parts("authors", "Author")
    published: Optional[str] = field("published")
    modified: Optional[str] = field("modified")
    dateline: Optional[Dateline] = part("dateline", "Dateline")
    language: Optional[str] = field("language")
    paywalled: Optional[bool] = field("paywalled")
    tables: Optional[int] = field("tables")
    images: list[Image] = parts("images", "Image")
    related: list[Related] = parts("related", "Related")
    evidence: dict[str, dict[str, Any]] = field("evidence")


class Zone(Span):
    """A part of the page: headline, paragraph, caption."""

    __slots__ = ()
    kind: str = field("kind")
    item: Optional[int] = field("item")
    posted: Optional[str] = field("posted")
    rule: str = field("rule")


class Sentence(Span):
    """A sentence."""

    __slots__ = ()


class Token(Span):
    """A word, as Universal Dependencies have it; `head` is the index of another, None for the root."""

    __slots__ = ()
    lemma: Optional[str] = field("lemma")
    upos: Optional[str] = field("upos")
    head: Optional[int] = field("head")
    deprel: Optional[str] = field("deprel")


class Mention(Span):
    """Words that mean an entity: a name, a noun or a pronoun."""

    __slots__ = ()
    kind: str = field("kind")
    rule: str = field("rule")


class Entity(Item):
    """Somebody or something, with all its mentions."""

    __slots__ = ()
    id: str = field("id")
    type: str = field("type")
    name: str = field("name")
    aliases: list[str] = field("aliases")
    role: Optional[str] = field("role")
    affiliation: Optional[Entity] = reference("affiliation")
    country: Optional[str] = field("country")
    geonames: Optional[int] = field("geonames")
    mentions: list[Mention] = parts("mentions", "Mention")
    rule: str = field("rule")

    def __str__(self) -> str:
        return self.name


class TimeEnd(Span):
    """An end of a range."""

    __slots__ = ()
    value: str = field("value")


class Time(Span):
    """A day, a span of time, a duration: `value` is that of TIMEX3, `from_` and `to` the days that it covers."""

    __slots__ = ()
    id: str = field("id")
    type: str = field("type")
    value: str = field("value")
    from_: Optional[str] = field("from")
    to: Optional[str] = field("to")
    granularity: Optional[str] = field("granularity")
    anchor: Optional[str] = field("anchor")
    ends: list[TimeEnd] = parts("ends", "TimeEnd")
    rule: str = field("rule")


class Place(Span):
    """A place on the map."""

    __slots__ = ()
    id: str = field("id")
    name: str = field("name")
    use: str = field("use")
    geonames: Optional[int] = field("geonames")
    lat: Optional[float] = field("lat")
    lon: Optional[float] = field("lon")
    country: Optional[str] = field("country")
    admin1: Optional[str] = field("admin1")
    feature: Optional[str] = field("feature")
    confidence: Optional[float] = field("confidence")
    rule: str = field("rule")


class Party(Span):
    """Words for somebody, and the entity that they mean."""

    __slots__ = ()
    entity: Optional[Entity] = reference("entity")

    @property
    def name(self) -> str:
        """The fullest name of the entity, else the words themselves."""
        return self.text if self.entity is None else self.entity.name


class Participant(Party):
    """Somebody who takes part in an event."""

    __slots__ = ()
    country: Optional[str] = field("country")
    sector: Optional[str] = field("sector")


class Statement(Item):
    """What somebody is reported to have said."""

    __slots__ = ()
    id: str = field("id")
    kind: str = field("kind")
    attitude: str = field("attitude")
    content: list[Span] = parts("content", "Span")
    cue: Optional[Span] = part("cue", "Span")
    speaker: Optional[Party] = part("speaker", "Party")
    anonymous: bool = field("anonymous")
    cosigners: list[Party] = parts("cosigners", "Party")
    addressee: Optional[Party] = part("addressee", "Party")
    citing: Optional[Party] = part("citing", "Party")
    said_on: Optional[Time] = reference("said_on")
    medium: Optional[str] = field("medium")
    first_report: bool = field("first_report")
    rule: str = field("rule")

    @property
    def text(self) -> str:
        """The content; parts are joined by " ... "."""
        return " ... ".join(" ".join(span.text.split()) for span in self.content)

    def __str__(self) -> str:
        return self.text


class Number(Span):
    """What an event's words count; bounds as far as the text gives them."""

    __slots__ = ()
    what: str = field("what")
    lower: Optional[int] = field("lower")
    upper: Optional[int] = field("upper")


class Event(Item):
    """Something that happened, will, may, or did not."""

    __slots__ = ()
    id: str = field("id")
    type: str = field("type")
    mode: Optional[str] = field("mode")
    trigger: Span = part("trigger", "Span")
    actors: list[Participant] = parts("actors", "Participant")
    recipients: list[Participant] = parts("recipients", "Participant")
    when: Optional[Time] = reference("when")
    where: Optional[Place] = reference("where")
    status: str = field("status")
    historical: bool = field("historical")
    statement: Optional[Statement] = reference("statement")
    numbers: list[Number] = parts("numbers", "Number")
    same_as: Optional[Event] = reference("same_as")
    rank: Optional[int] = field("rank")
    confidence: Optional[float] = field("confidence")
    rule: str = field("rule")


class Warning(Item):
    """What could not be settled; about some words if it has a `start`."""

    __slots__ = ()
    message: str = field("message")
    start: Optional[int] = field("start")
    end: Optional[int] = field("end")

    def __str__(self) -> str:
        return self.message
