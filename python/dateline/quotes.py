"""Statements as flat rows: the columns of `dateline quotes --format csv`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .document import Document
    from .items import Party, Statement


@dataclass(frozen=True)
class Quote:
    """Who said what, in words."""

    page: str | None
    published: str | None
    statement: str
    kind: str
    attitude: str
    speaker: str | None
    speaker_name: str | None
    speaker_role: str | None
    anonymous: bool
    cosigners: str
    cue: str | None
    content: str
    addressee: str | None
    said_on: str | None
    medium: str | None
    citing: str | None
    first_report: bool
    start: int
    end: int
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """The row by its columns."""
        return asdict(self)


#: The columns of a table of quotes, and what they hold.
COLUMNS = [
    (name, {"start": "int", "end": "int", "anonymous": "bool", "first_report": "bool"}.get(name, "text"))
    for name in Quote.__dataclass_fields__
]


def quotes(doc: Document) -> list[Quote]:
    """The statements of a document as rows."""
    return [_quote(doc, statement) for statement in doc.statements]


def _words(party: Party | None) -> str | None:
    return None if party is None else " ".join(party.text.split())


def _quote(doc: Document, statement: Statement) -> Quote:
    entity = statement.speaker.entity if statement.speaker else None
    return Quote(
        page=doc.article.url or doc.source.uri,
        published=doc.article.published,
        statement=statement.id,
        kind=statement.kind,
        attitude=statement.attitude,
        speaker=_words(statement.speaker),
        speaker_name=entity.name if entity else None,
        speaker_role=entity.role if entity else None,
        anonymous=statement.anonymous,
        cosigners="; ".join(" ".join(party.text.split()) for party in statement.cosigners),
        cue=" ".join(statement.cue.text.split()) if statement.cue else None,
        content=statement.text,
        addressee=_words(statement.addressee),
        said_on=statement.said_on.value if statement.said_on else None,
        medium=statement.medium,
        citing=_words(statement.citing),
        first_report=statement.first_report,
        start=min((span.start for span in statement.content), default=0),
        end=max((span.end for span in statement.content), default=0),
        rule=statement.rule,
    )
