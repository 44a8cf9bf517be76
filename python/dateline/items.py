"""The items of the layers, with the names of docs/record.md. Where the record has an id, the attribute is the item itself."""

from __future__ import annotations

from typing import Any

from .fields import Item, Span, field, part, parts, reference


class Source(Item):
    """Where a page came from."""

    __slots__ = ()
    uri: str | None = field("uri")
    media_type: str | None = field("media_type")
    charset: str | None = field("charset")
    sha256: str = field("sha256")
    retrieved: str | None = field("retrieved")


class Author(Item):
    """Who wrote the article."""

    __slots__ = ()
    name: str = field("name")

    def __str__(self) -> str:
        return self.name


class Publisher(Item):
    """Who published it."""

    __slots__ = ()
    name: str | None = field("name")
    domain: str | None = field("domain")


class Dateline(Span):
    """The line of place, day and agency before the first paragraph: "ALMER, March 5 (AP) --"."""

    __slots__ = ()
    place: str | None = field("place")
    geonames: int | None = field("geonames")
    date: str | None = field("date")
    agency: str | None = field("agency")
    rule: str = field("rule")


class Image(Item):
    """A picture and what stands below it."""

    __slots__ = ()
    url: str | None = field("url")
    caption: str | None = field("caption")
    credit: str | None = field("credit")
    licence: str | None = field("licence")
    kind: str | None = field("kind")
    rule: str = field("rule")


class Related(Item):
    """Another article that the page points to."""

    __slots__ = ()
    headline: str | None = field("headline")
    url: str | None = field("url")
    section: str | None = field("section")
    age: str | None = field("age")
    published: dict[str, str] | None = field("published")
    blurb: str | None = field("blurb")
    dateline: dict[str, Any] | None = field("dateline")
    rule: str = field("rule")


class Article(Item):
    """What the article is. Dates are words of ISO 8601, no more precise than the page has them."""

    __slots__ = ()
    url: str | None = field("url")
    publisher: Publisher | None = part("publisher", "Publisher")
    section: str | None = field("section")
    headline: str | None = field("headline")
    authors: list[Author] = parts("authors", "Author")
    published: str | None = field("published")
    modified: str | None = field("modified")
    dateline: Dateline | None = part("dateline", "Dateline")
    language: str | None = field("language")
    paywalled: bool | None = field("paywalled")
    tables: int | None = field("tables")
    images: list[Image] = parts("images", "Image")
    related: list[Related] = parts("related", "Related")
    evidence: dict[str, dict[str, Any]] = field("evidence")


class Zone(Span):
    """A part of the page: headline, paragraph, caption."""

    __slots__ = ()
    kind: str = field("kind")
    item: int | None = field("item")
    posted: str | None = field("posted")
    rule: str = field("rule")


class Sentence(Span):
    """A sentence."""

    __slots__ = ()


class Token(Span):
    """A word, as Universal Dependencies have it; `head` is the index of another, None for the root."""

    __slots__ = ()
    lemma: str | None = field("lemma")
    upos: str | None = field("upos")
    head: int | None = field("head")
    deprel: str | None = field("deprel")


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
    role: str | None = field("role")
    affiliation: Entity | None = reference("affiliation")
    country: str | None = field("country")
    geonames: int | None = field("geonames")
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
    from_: str | None = field("from")
    to: str | None = field("to")
    granularity: str | None = field("granularity")
    anchor: str | None = field("anchor")
    ends: list[TimeEnd] = parts("ends", "TimeEnd")
    rule: str = field("rule")


class Place(Span):
    """A place on the map."""

    __slots__ = ()
    id: str = field("id")
    name: str = field("name")
    use: str = field("use")
    geonames: int | None = field("geonames")
    lat: float | None = field("lat")
    lon: float | None = field("lon")
    country: str | None = field("country")
    admin1: str | None = field("admin1")
    feature: str | None = field("feature")
    confidence: float | None = field("confidence")
    rule: str = field("rule")


class Party(Span):
    """Words for somebody, and the entity that they mean."""

    __slots__ = ()
    entity: Entity | None = reference("entity")

    @property
    def name(self) -> str:
        """The fullest name of the entity, else the words themselves."""
        return self.text if self.entity is None else self.entity.name


class Participant(Party):
    """Somebody who takes part in an event."""

    __slots__ = ()
    country: str | None = field("country")
    sector: str | None = field("sector")


class Statement(Item):
    """What somebody is reported to have said."""

    __slots__ = ()
    id: str = field("id")
    kind: str = field("kind")
    attitude: str = field("attitude")
    content: list[Span] = parts("content", "Span")
    cue: Span | None = part("cue", "Span")
    speaker: Party | None = part("speaker", "Party")
    anonymous: bool = field("anonymous")
    cosigners: list[Party] = parts("cosigners", "Party")
    addressee: Party | None = part("addressee", "Party")
    citing: Party | None = part("citing", "Party")
    said_on: Time | None = reference("said_on")
    medium: str | None = field("medium")
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
    lower: int | None = field("lower")
    upper: int | None = field("upper")


class Event(Item):
    """Something that happened, will, may, or did not."""

    __slots__ = ()
    id: str = field("id")
    type: str = field("type")
    mode: str | None = field("mode")
    trigger: Span = part("trigger", "Span")
    actors: list[Participant] = parts("actors", "Participant")
    recipients: list[Participant] = parts("recipients", "Participant")
    when: Time | None = reference("when")
    where: Place | None = reference("where")
    day: str | None = field("day")
    implied: str | None = field("implied")
    status: str = field("status")
    historical: bool = field("historical")
    statement: Statement | None = reference("statement")
    numbers: list[Number] = parts("numbers", "Number")
    same_as: Event | None = reference("same_as")
    rank: int | None = field("rank")
    confidence: float | None = field("confidence")
    rule: str = field("rule")


class Warning(Item):
    """What could not be settled; about some words if it has a `start`."""

    __slots__ = ()
    message: str = field("message")
    start: int | None = field("start")
    end: int | None = field("end")

    def __str__(self) -> str:
        return self.message
