"""A document as HTML, with what was found in it marked in the text."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .document import Document

#: The layers that can be shown, each with the colour of its marks.
LAYERS = {
    "statements": "#fff3c4",
    "events": "#ffd9d2",
    "entities": "#d9e8ff",
    "times": "#d8f0dc",
    "places": "#eadcf7",
}

_TAGS = {
    "headline": "h2",
    "heading": "h3",
    "caption": "figcaption",
    "quote_block": "blockquote",
    "list_item": "li",
    "related_headline": "small",
    "related_blurb": "small",
}


class Mark(NamedTuple):
    """A span to be marked."""

    start: int
    end: int
    layer: str
    label: str
    title: str


class Shown:
    """A document as a page of HTML."""

    def __init__(self, html: str) -> None:
        self.html = html

    def save(self, path: str | Path) -> None:
        """Writes the page to a file."""
        title = "<!doctype html><meta charset=utf-8><title>dateline</title>"
        Path(path).write_text(title + self.html, encoding="utf-8")

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<{len(self.html)} characters of HTML: look at `.html`, or `.save('page.html')`>"


def page(html: str) -> Shown | None:
    """Shows HTML below the cell of a notebook; elsewhere gives it back."""
    try:
        from IPython import get_ipython
        from IPython.display import HTML, display
    except ImportError:
        return Shown(html)
    if get_ipython() is None:
        return Shown(html)
    display(HTML(html))
    return None


def html(doc: Document, layers: Iterable[str] | None) -> str:
    """The text with the marks of some layers, by default all that the document has."""
    record = doc.to_dict()
    wanted = list(LAYERS if layers is None else layers)
    for layer in wanted:
        if layer not in LAYERS:
            raise ValueError(f"there is no layer `{layer}` to show; there is: {', '.join(LAYERS)}")
    marks = [mark for layer in wanted if layer in record for mark in _marks(doc, layer)]
    blocks = []
    for zone in doc.zones:
        tag = _TAGS.get(zone.kind, "p")
        blocks.append(f"<{tag}>{_marked(doc.text, zone.start, zone.end, marks)}</{tag}>")
    legend = " ".join(
        f'<span style="background:{LAYERS[layer]};padding:0 .4em;border-radius:.3em">{layer}</span>'
        for layer in wanted
    )
    style = "font-family:serif;line-height:1.9;max-width:46em"
    return f'<div class="dateline" style="{style}"><div>{legend}</div>{"".join(blocks)}</div>'


def _marks(doc: Document, layer: str) -> Iterable[Mark]:
    if layer == "statements":
        for statement in doc.statements:
            who = statement.speaker.name if statement.speaker else "?"
            for span in statement.content:
                yield Mark(span.start, span.end, layer, who, f"{statement.kind}, {statement.attitude}: {who}")
    elif layer == "events":
        for event in doc.events:
            title = ", ".join(filter(None, [event.type, event.mode, event.status]))
            yield Mark(event.trigger.start, event.trigger.end, layer, event.type, title)
    elif layer == "entities":
        for entity in doc.entities:
            title = ", ".join(filter(None, [entity.name, entity.role, entity.country]))
            for mention in entity.mentions:
                label = entity.type if mention.kind == "name" else entity.name
                yield Mark(mention.start, mention.end, layer, label, title)
    elif layer == "times":
        for time in doc.times:
            yield Mark(time.start, time.end, layer, time.value, time.type)
    else:
        for place in doc.places:
            title = ", ".join(filter(None, [place.name, place.admin1, place.country]))
            yield Mark(place.start, place.end, layer, place.country or "", title)


def _marked(text: str, start: int, end: int, marks: list[Mark]) -> str:
    """A piece of the text. Marks may cross, so each stretch between two ends of marks has elements of its own."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    # Long marks lie below short ones.
    inside.sort(key=lambda mark: (mark.start - mark.end, mark.start, mark.layer))
    cuts = sorted({start, end, *(p for m in inside for p in (m.start, m.end) if start < p < end)})
    out = []
    for first, last in zip(cuts, cuts[1:]):
        piece = escape(text[first:last])
        for mark in reversed([mark for mark in inside if mark.start <= first and last <= mark.end]):
            label = ""
            if mark.label and last == min(mark.end, end):
                label = f'<sub style="font:.6em sans-serif;opacity:.7"> {escape(mark.label)}</sub>'
            style = f"background:{LAYERS[mark.layer]};border-radius:.2em;padding:.1em 0"
            title = escape(mark.title, quote=True)
            piece = f'<mark style="{style}" title="{title}">{piece}{label}</mark>'
        out.append(piece)
    return "".join(out)
