"""Tables by Arrow's PyCapsule interface, out and in; archives."""

from __future__ import annotations

import pathlib
import subprocess

import pytest

import dateline
import newsroom
from conftest import command

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def docs() -> list[dateline.Document]:
    return list(dateline.read_many(article.page() for article in newsroom.ARTICLES))


def test_all_libraries_take_a_table(docs: list[dateline.Document]) -> None:
    statements = dateline.to_arrow(docs, layer="statements")
    count = sum(len(doc.statements) for doc in docs)
    assert len(statements) == count > 30
    frames = (polars.DataFrame(statements), statements.to_pandas(), statements.to_polars())
    assert pyarrow.table(statements).num_rows == statements.to_pyarrow().num_rows == count
    assert all(len(frame) == count and list(frame.columns) == statements.column_names for frame in frames)
    assert duckdb.sql("SELECT count(*) FROM statements").fetchall() == [(count,)]
    # More than once: each library has a stream of its own.
    assert pyarrow.table(statements).equals(statements.to_pyarrow())
    assert pyarrow.schema(statements) == statements.to_pyarrow().schema


def test_rows_are_those_of_the_records(docs: list[dateline.Document]) -> None:
    tables = dateline.to_arrow_all(docs)
    for name in ("entities", "times", "places", "statements", "events", "sentences", "zones"):
        assert len(tables[name]) == sum(len(getattr(doc, name)) for doc in docs), name
        assert tables[name].to_pydict() == dateline.to_arrow(docs, layer=name).to_pydict()
    times = tables["times"].to_pydict()
    for article, n, value, start in zip(times["article"], times["n"], times["value"], times["start"]):
        time = docs[article - 1][f"t{n}"]
        assert (time.value, time.start) == (value, start)
    places = dateline.to_arrow(docs, layer="places", first=101).to_pandas()
    assert set(places["article"]) <= set(range(101, 101 + len(docs))) and places["n"].dtype == "Int64"
    with pytest.raises(ValueError, match="no layer `verbs`"):
        dateline.to_arrow(docs, layer="verbs")


def test_quotes_are_a_table_too(docs: list[dateline.Document]) -> None:
    frame = dateline.to_arrow(docs, layer="quotes").to_pandas()
    said = frame[frame["speaker_name"] == "Inés Quiroga"]
    assert len(said) >= 6 and set(said["anonymous"]) == {False}
    assert len(dateline.to_arrow([], layer="quotes")) == 0


def test_pages_come_as_tables(docs: list[dateline.Document]) -> None:
    pages = [article.page() for article in newsroom.ARTICLES]
    urls = [f"https://news.example/{number}" for number in range(len(pages))]
    columns = {"url": urls, "html": pages, "published": ["2024-03-05"] * len(pages)}
    frame = pandas.DataFrame(columns)
    texts = [
        polars.DataFrame(columns),
        pyarrow.table(columns),
        pyarrow.table({**columns, "html": pyarrow.array([page.encode() for page in pages])}),
        pyarrow.table({**columns, "html": pyarrow.array(pages, pyarrow.large_string())}),
        pyarrow.table({**columns, "html": pyarrow.array(pages).dictionary_encode()}),
        frame,
        duckdb.sql("SELECT * FROM frame"),
    ]
    expected = [doc.text for doc in docs]
    for table in texts:
        read = list(dateline.read_many(table))
        assert [doc.text for doc in read] == expected and [doc.article.url for doc in read] == urls
        assert all((doc.article.published or "").startswith("2024-03-05") for doc in read)
    # In batches, from a source that is asked for them one by one.
    batches = pyarrow.table(columns).to_batches(max_chunksize=3)
    reader = pyarrow.RecordBatchReader.from_batches(batches[0].schema, iter(batches))
    assert [doc.text for doc in dateline.read_many(reader)] == expected


def test_columns_that_are_odd() -> None:
    table = pyarrow.table({"a": ["<p>The port reopened to ferries.</p>", None], "published": ["what", None]})
    docs = list(dateline.read_many(table, column="a"))
    assert docs[0].text and docs[1].text == "" and "what" in docs[0].warnings[0].message
    with pytest.raises(ValueError, match="there is: a, published"):
        dateline.read_many(table)
    with pytest.raises(ValueError, match="no column `b`"):
        dateline.read_many(table, column="b")
    with pytest.raises(ValueError, match="neither text nor bytes"):
        list(dateline.read_many(pyarrow.table({"html": [[1, 2]]})))
    moments = pandas.DataFrame(
        {
            "html": ["<p>The port reopened to ferries.</p>"],
            "published": pandas.to_datetime(["2024-03-05 09:30"]),
        }
    )
    assert next(dateline.read_many(moments)).article.published == "2024-03-05T09:30:00"
    # Bytes that are no UTF-8 are a page all the same.
    latin = pyarrow.table({"html": ["<p>Das Café in Zürich hat wieder geöffnet.</p>".encode("latin-1")]})
    assert "Zürich" in next(dateline.read_many(latin)).text


def test_archives(docs: list[dateline.Document], tmp_path: pathlib.Path) -> None:
    path = tmp_path / "news.db"
    archive = dateline.open(path, write=True)
    assert archive.add(docs) == len(docs) == len(archive) and archive.add(docs) == 0
    hits = archive.search("crane", said_by="Inés Quiroga", order="oldest", limit=2)
    assert hits.total >= 5 and len(hits) == 2 and hits[0].day == "2024-03-05"
    more = archive.search("crane", said_by="Inés Quiroga", order="oldest", limit=2, after=hits[-1].cursor)
    assert more[0].id not in [hit.id for hit in hits]
    frame = hits.to_pandas()
    assert list(frame["headline"]) == [hit.headline for hit in hits] and frame["story"].dtype == "Int64"
    assert pyarrow.table(hits).num_rows == 2 and len(hits.to_polars()) == 2
    assert archive[hits[0].id] in docs
    with pytest.raises(KeyError):
        archive[99]
    with pytest.raises(dateline.Error, match="from:soon"):
        archive.search("from:soon")
    with pytest.raises(ValueError, match="`from` cannot be `soon`"):
        archive.search(since="soon")
    story = archive.stories(limit=1).to_pydict()
    assert story["articles"][0] >= 5
    assert archive.story(story["id"][0])["sources"]["high"] >= 2
    days = archive.timeline(story["id"][0])
    assert [day["day"] for day in days if day["day"]] == sorted(day["day"] for day in days if day["day"])
    assert archive.who("Inés Quiroga")["articles"] >= 5
    assert sum(archive.facets("outlet").values()) == len(docs)
    assert len(archive.layer("statements")) == sum(len(doc.statements) for doc in docs)
    assert len(archive.layer("articles", "earthquake")) == 3
    # It is the archive that the command knows.
    listed = subprocess.run(
        [command(), "search", "earthquake", "--archive", path, "--format", "csv"],
        check=True,
        capture_output=True,
    )
    assert listed.stdout.count(b"\n") == 4


def test_an_archive_that_is_not_there(tmp_path: pathlib.Path) -> None:
    with pytest.raises(dateline.Error, match="cannot open the archive"):
        dateline.open(tmp_path / "none.db")
