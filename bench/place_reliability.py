#!/usr/bin/env python3
"""How far the certainty of places holds: for each stretch of it, the share that is a place and the right one.

    cargo xtask score place --keep /tmp/places
    python3 bench/place_reliability.py /tmp/places [FOLDER OF GOLD FILES]

A place is right if it lies on a place of the gold file and within 161 km of it; what the gold leaves out of account or has no
coordinates for, and places without coordinates, are not counted. Documents of a fifth (md5 of the id, 0 mod 5), held back from
reading, stand apart.
"""

import hashlib
import pathlib
import sys

EDGES = [0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01]


def main() -> None:
    kept, folder = sys.argv[1], pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/bench/place")
    sys.path.insert(0, str(folder))
    import score

    bins = {held: [[0, 0, 0.0] for _ in EDGES[1:]] for held in (False, True)}
    for gold_file in sorted(folder.glob("*.jsonl")):
        found = {row["id"]: row["places"] for row in score.load(f"{kept}.{gold_file.stem}")}
        for gold in score.load(gold_file):
            held = int(hashlib.md5(str(gold["id"]).encode()).hexdigest(), 16) % 5 == 0
            places = found.get(gold["id"], [])
            partner = {p: gold["places"][g] for g, p, _ in score.match(gold["places"], places)}
            for at, place in enumerate(places):
                real = partner.get(at)
                if place["lat"] is None or (real and (real.get("eval") is False or real.get("lat") is None)):
                    continue
                right = real is not None and score.km(real["lat"], real["lon"], place["lat"], place["lon"]) <= 161
                at_edge = next(n for n, edge in enumerate(EDGES[1:]) if place["confidence"] < edge)
                row = bins[held][at_edge]
                row[0] += 1
                row[1] += right
                row[2] += place["confidence"]
    print("| stated | places | mean stated | right | held back: places | mean stated | right |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for n, (low, high) in enumerate(zip(EDGES, EDGES[1:])):
        cells = []
        for held in (False, True):
            count, right, stated = bins[held][n]
            cells += [str(count)] + ([f"{stated / count:.2f}", f"{right / count:.2f}"] if count else ["", ""])
        print(f"| {low:.1f} to {min(high, 1.0):.1f} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
