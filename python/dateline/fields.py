"""Attributes that are read out of a record's JSON when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .document import Document


class Item:
    """A part of a record: its values are attributes, named as in the record."""

    __slots__ = ("_data", "_doc")

    def __init__(self, data: dict[str, Any], doc: Document) -> None:
        self._data = data
        self._doc = doc

    def to_dict(self) -> dict[str, Any]:
        """The part as the record has it."""
        return self._data

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Item) and self._data == other._data

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._data.get("id"), self._data.get("start")))

    def __repr__(self) -> str:
        shown = {k: v for k, v in self._data.items() if v is not None and not isinstance(v, (list, dict))}
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in shown.items())})"


class Span(Item):
    """A piece of the text: `doc.text[span.start:span.end]`."""

    __slots__ = ()

    @property
    def start(self) -> int:
        """Where it begins in `doc.text`."""
        return int(self._data["start"])

    @property
    def end(self) -> int:
        """Behind its last character in `doc.text`."""
        return int(self._data["end"])

    @property
    def text(self) -> str:
        """Its words: `doc.text[start:end]`."""
        return self._doc.text[self.start : self.end]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"{super().__repr__()[:-1]}, text={self.text!r})"


# The functions below are descriptors that say `Any`, so that the class that uses them can say what they hold.


class _Value:
    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, item: Item | None, owner: type) -> Any:
        return self if item is None else item._data.get(self.name)


class _Part(_Value):
    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name)
        self.kind = kind

    def __get__(self, item: Item | None, owner: type) -> Any:
        if item is None:
            return self
        data = item._data.get(self.name)
        return None if data is None else item._doc._class(self.kind)(data, item._doc)


class _Parts(_Part):
    def __get__(self, item: Item | None, owner: type) -> Any:
        if item is None:
            return self
        kind = item._doc._class(self.kind)
        return [kind(data, item._doc) for data in item._data.get(self.name) or []]


class _Reference(_Value):
    def __get__(self, item: Item | None, owner: type) -> Any:
        if item is None:
            return self
        id = item._data.get(self.name)
        return None if id is None else item._doc[id]


def field(name: str) -> Any:
    """A value as the record has it."""
    return _Value(name)


def part(name: str, kind: str) -> Any:
    """A part of the item, of a class of `document.py`; None if it is null."""
    return _Part(name, kind)


def parts(name: str, kind: str) -> Any:
    """A list of parts."""
    return _Parts(name, kind)


def reference(name: str) -> Any:
    """The item whose id the record has there."""
    return _Reference(name)
