"""One page: spans, attributes, forms, and pages that are none."""

from __future__ import annotations

import copy
import datetime
import json
import pathlib
import pickle
import subprocess

import pytest

import dateline
import newsroom
from conftest import ROOT, command

TEXT = (
    "<h1>Zürich — “Straße” gesperrt</h1><p>ZÜRICH, March 5 -- “We won’t give up 🙂,” café owner Zoë Müller told reporters on Monday "
    "in São Paulo — 日本 was mentioned too.</p>"
)


def spans(item: object) -> list[dict[str, int]]:
    """All objects with a start and an end, at any depth."""
    if isinstance(item, dict):
        own = [item] if {"start", "end"} <= item.keys() else []
        return own + [span for value in item.values() for span in spans(value)]
    return [span for value in item for span in spans(value)] if isinstance(item, list) else []


def test_spans_count_characters_of_python() -> None:
    doc = dateline.read(TEXT, published="2024-03-05")
    record = doc.to_dict()
    found = spans(record)
    assert len(found) > 10 and all(0 <= s["start"] <= s["end"] <= len(doc.text) for s in found)
    monday = next(time for time in doc.times if time.value == "2024-03-04")
    assert doc.text[monday.start : monday.end] == monday.text == "Monday"
    statement = doc.statements[0]
    assert statement.text == "We won’t give up 🙂,"
    assert statement.speaker is not None and statement.speaker.name == "Zoë Müller"
    for entity in doc.entities:
        names = [mention.text for mention in entity.mentions if mention.kind == "name"]
        assert not names or any(name in entity.name or entity.name in name for name in names + entity.aliases)


def test_references_are_items() -> None:
    doc = dateline.read((ROOT / "examples/pages/port.html").read_bytes())
    statement = doc.statements[0]
    assert statement.speaker is not None
    entity = statement.speaker.entity
    assert entity is not None and entity is doc[entity.id] and entity.role == "harbour master"
    data = doc.to_dict()["statements"][0]
    assert statement.to_dict() == data and data["speaker"]["entity"] == entity.id
    for event in doc.events:
        raw = event.to_dict()
        assert (event.when and event.when.id) == raw["when"]
        assert (event.where and event.where.id) == raw["where"]
        assert [party.to_dict() for party in event.actors] == raw["actors"]
    with pytest.raises(KeyError):
        doc["e999"]


def test_every_field_of_the_record_is_an_attribute() -> None:
    doc = dateline.read((ROOT / "examples/pages/port.html").read_bytes(), tokens=True)
    for layer in (
        "zones",
        "sentences",
        "tokens",
        "entities",
        "times",
        "places",
        "statements",
        "events",
        "warnings",
    ):
        for item, data in zip(getattr(doc, layer), doc.to_dict()[layer]):
            for name in data:
                assert hasattr(item, "from_" if name == "from" else name), f"{layer}.{name}"
    for name in doc.to_dict()["article"]:
        assert hasattr(doc.article, name), name
    for name in doc.to_dict()["source"]:
        assert getattr(doc.source, name) == doc.to_dict()["source"][name]


def test_the_record_is_that_of_the_command() -> None:
    path = str(ROOT / "examples/pages/port.html")
    line = subprocess.run(
        [command(), "read", path, "--format", "jsonl", "--tokens"], check=True, capture_output=True
    ).stdout
    doc = dateline.read(pathlib.Path(path).read_bytes(), uri=path, tokens=True)
    assert doc.to_json().encode() + b"\n" == line


def test_quotes_are_those_of_the_command(month: object) -> None:
    import csv
    import io

    lines = subprocess.run(
        [command(), "quotes", str(month), "--format", "csv"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    expected = list(csv.DictReader(io.StringIO(lines)))
    docs = dateline.read_files(str(month))
    rows = [quote.to_dict() for doc in docs for quote in doc.quotes]
    texts = [
        {k: "" if v is None else str(v).lower() if isinstance(v, bool) else str(v) for k, v in row.items()}
        for row in rows
    ]
    assert len(rows) > 30 and texts == expected


def test_known_from_outside() -> None:
    day = datetime.date(2024, 3, 5)
    moment = datetime.datetime(2024, 3, 5, 9, 30, 1, 999, tzinfo=datetime.timezone.utc)
    page = "<p>The port reopened to ferries on Monday.</p>"
    for given, expected in [
        (day, "2024-03-05"),
        (moment, "2024-03-05T09:30:01+00:00"),
        ("2024-03-05 09:30", "2024-03-05T09:30"),
    ]:
        doc = dateline.read(page, "https://news.example/a", given)  # type: ignore[arg-type]
        assert doc.article.published is not None and doc.article.published.replace("Z", "+00:00") == expected
        assert doc.article.url == "https://news.example/a" and doc.times[0].value == "2024-03-04"
    with pytest.raises(ValueError, match="`published` is `yesterday`"):
        dateline.read(page, published="yesterday")


@pytest.mark.parametrize(
    "page",
    ["", b"", b"\x00\xff\xfe", "\ud800", "<" * 10_000, b"%PDF-1.4", bytearray(b"<p>x"), memoryview(b"<p>x")],
)
def test_anything_is_a_page(page: dateline.reading.Page) -> None:
    doc = dateline.read(page)
    assert isinstance(doc.text, str) and doc.to_dict()["dateline"]
    assert doc.source.sha256 and all(warning.message for warning in doc.warnings)


def test_what_is_no_page_is_refused(tmp_path: object) -> None:
    with pytest.raises(TypeError, match="not `int`"):
        dateline.read(7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="read_files"):
        dateline.read(tmp_path)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no layer `verbs`"):
        dateline.read("x", only=["verbs"])


def test_layers_that_were_not_kept() -> None:
    doc = dateline.read(TEXT, only=["article", "zones"])
    assert doc.article.headline and doc.zones
    with pytest.raises(AttributeError, match="only="):
        doc.events  # noqa: B018
    with pytest.raises(AttributeError, match="tokens=True"):
        dateline.read(TEXT).tokens  # noqa: B018
    tokens = dateline.read(TEXT, tokens=True).tokens
    assert all(token.head is None or 0 <= token.head < len(tokens) for token in tokens)


def test_documents_can_be_kept() -> None:
    doc = dateline.read(TEXT)
    for other in (
        pickle.loads(pickle.dumps(doc)),
        copy.deepcopy(doc),
        dateline.Document.from_json(doc.to_json()),
    ):
        assert other == doc and hash(other) == hash(doc) and other.to_dict() == doc.to_dict()
    assert json.loads(doc.to_json()) == doc.to_dict()
    with pytest.raises(ValueError):
        dateline.Document.from_json("[]")


def test_other_forms() -> None:
    doc = dateline.read(newsroom.ARTICLES[4].page())
    assert doc.to_markdown().startswith("# Callao dockers")
    assert doc.to_text().split("\n\n")[0] == doc.article.headline and doc.body in doc.to_text()
    assert doc.to_jsonld()["@type"] == "NewsArticle" and doc.article.headline in str(doc.to_ninjs())


def test_show_marks_words_and_escapes_the_page() -> None:
    doc = dateline.read(
        "<h1>Port &lt;script&gt;alert(1)&lt;/script&gt;</h1><p>“We are ready,” Ana Ruiz told reporters in Lima on Monday.</p>"
    )
    shown = doc.show()
    assert shown is not None and "<script>" not in shown.html and "&lt;script&gt;" in shown.html
    plain = doc.show(layers=[])
    assert plain is not None and "<mark" not in plain.html
    for words in ("Ana Ruiz", "Lima", "Monday"):
        assert words in shown.html
    assert doc._repr_html_() == shown.html
    with pytest.raises(ValueError, match="no layer `verbs` to show"):
        doc.show(["verbs"])
