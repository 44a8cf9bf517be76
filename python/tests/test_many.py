"""Many pages: order, laziness, threads, files and WARC archives."""

from __future__ import annotations

import io
import itertools
import pathlib
import threading
import time
from collections.abc import Iterator

import pytest

import dateline
import newsroom
import warcs


def pages(count: int) -> list[str]:
    return [article.page() for article in newsroom.many(count)]


def test_order_and_records_do_not_depend_on_jobs() -> None:
    all_pages = pages(60)
    alone = [dateline.read(page).to_json() for page in all_pages]
    for jobs in (1, 2, 5):
        assert [doc.to_json() for doc in dateline.read_many(all_pages, jobs=jobs)] == alone


def test_pages_are_asked_for_as_they_are_needed() -> None:
    asked = []

    def endless() -> Iterator[str]:
        for number in itertools.count():
            asked.append(number)
            yield f"<h1>Ship number {number} came</h1>"

    docs = dateline.read_many(endless(), jobs=2)
    assert asked == []
    first = [doc.article.headline for doc in itertools.islice(docs, 5)]
    assert first == [f"Ship number {n} came" for n in range(5)] and len(asked) <= 5 + 8


def test_other_threads_go_on_meanwhile() -> None:
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    # One long page, so that the interpreter has nothing else to do.
    page = "\n\n".join(p for a in newsroom.many(600) for p in a.paragraphs)
    start = time.monotonic()
    dateline.read(page)
    seconds = time.monotonic() - start
    done.set()
    thread.join()
    assert seconds > 0.1 and ticks > 100 * seconds, (seconds, ticks)


def test_what_is_known_comes_with_the_page() -> None:
    page = "<p>The port reopened to ferries on Monday.</p>"
    given = [
        (page, "https://news.example/1"),
        {"text": page, "url": "https://news.example/2", "published": "2024-03-05", "other": 1},
        {"html": page.encode(), "published": "some day"},
        None,
    ]
    docs = list(dateline.read_many(given))
    assert [doc.article.url for doc in docs[:2]] == ["https://news.example/1", "https://news.example/2"]
    assert docs[1].times[0].value == "2024-03-04"
    # One date of many that is wrong is a warning.
    assert any("some day" in warning.message for warning in docs[2].warnings) and docs[2].text
    assert docs[3].text == ""


def test_an_error_comes_after_the_pages_before_it() -> None:
    def broken() -> Iterator[object]:
        yield "<h1>Ship one came</h1>"
        yield "<h1>Ship two came</h1>"
        raise RuntimeError("the source broke")

    docs = dateline.read_many(broken())  # type: ignore[arg-type]
    assert next(docs).article.headline == "Ship one came"
    assert next(docs).article.headline == "Ship two came"
    with pytest.raises(RuntimeError, match="the source broke"):
        next(docs)
    with pytest.raises(TypeError, match="not `int`"):
        list(dateline.read_many([7]))  # type: ignore[list-item]
    with pytest.raises(ValueError, match="none of the keys"):
        list(dateline.read_many([{"headline": "x"}]))


def test_an_iterator_may_be_left_in_the_middle() -> None:
    for _ in range(20):
        docs = dateline.read_many(pages(20), jobs=4)
        next(docs)
        del docs
    assert threading.active_count() < 50


def test_files_and_folders(month: pathlib.Path, tmp_path: pathlib.Path) -> None:
    docs = dateline.read_files(month, tmp_path / "none.html", jobs=2)
    read = list(docs)
    assert [doc.source.uri for doc in read] == [str(path) for path in sorted(month.iterdir())]
    assert len(docs.errors) == 1 and "none.html" in docs.errors[0].path and docs.errors[0].hint


def test_warc_archives(tmp_path: pathlib.Path) -> None:
    articles = list(newsroom.many(30))
    path = tmp_path / "crawl.warc.gz"
    warcs.write(path, ((article.url, article.page()) for article in articles))
    docs = list(dateline.read_warc(path))
    assert [doc.article.url for doc in docs] == [article.url for article in articles]
    assert all(doc.source.retrieved == "2024-06-01T09:00:00Z" for doc in docs)
    with open(path, "rb") as file:
        streamed = list(dateline.read_warc(file))
    assert streamed == docs
    warcs.write(path, ((article.url, article.page()) for article in articles), damage=True)
    damaged = dateline.read_warc(path, jobs=3)
    urls = [doc.article.url for doc in damaged]
    assert urls == [article.url for number, article in enumerate(articles) if number != 15]
    assert len(damaged.errors) == 1 and "damaged" in damaged.errors[0].message
    cut = dateline.read_warc(io.BytesIO(path.read_bytes()[:-100]))
    assert len(list(cut)) == 28 and len(cut.errors) == 2


def test_a_stream_that_fails_is_told() -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError("the network is gone")

    docs = dateline.read_warc(Broken())  # type: ignore[arg-type]
    assert list(docs) == [] and "the network is gone" in docs.errors[0].message
