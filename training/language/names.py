"""The words of the engine's lists of names: given names, surnames, countries, demonyms, cities, organisations."""
import features

SMALL = {"of", "the", "and", "for", "in", "de", "la", "el", "on", "to", "a", "at"}


def rows(path):
    lines = [line.rstrip("\n") for line in open(path, encoding="utf8") if not line.startswith("#") and line.strip()]
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"))) for line in lines[1:]]


def known(folder):
    """By normal form of a word, a bit for each list that has it."""
    masks = {}

    def add(bit, text):
        for word in text.replace("|", " ").replace("-", " ").split():
            n = features.norm(word)
            if len(n) > 1 and n not in SMALL:
                masks[n] = masks.get(n, 0) | 1 << bit

    for row in rows(folder + "/given.tsv"):
        add(0, row["name"])
    for line in open(folder + "/surnames.txt", encoding="utf8"):
        if not line.startswith("#"):
            add(1, line.strip())
    for row in rows(folder + "/countries.tsv"):
        add(2, row["forms"])
        add(3, row.get("demonyms", ""))
    for row in rows(folder + "/cities.tsv"):
        add(4, row["forms"])
    for row in rows(folder + "/organisations.tsv"):
        add(5, row["forms"])
    return masks
