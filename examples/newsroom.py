"""A month of invented news, for the notebooks and the tests: four outlets, some stories, people who do not exist.

    python examples/newsroom.py pages/        writes a page an article

Outlets tell the same things in words of their own, print what an agency sends, and differ in whom they quote.
"""

from __future__ import annotations

import html
import pathlib
import random
import sys
from collections.abc import Iterator
from typing import NamedTuple

OUTLETS = {
    "courier": "The Pacific Courier",
    "ledger": "Andean Ledger",
    "herald": "Harbour Herald",
    "wire": "Sud Wire",
}


class Article(NamedTuple):
    """An article, before it is a page."""

    outlet: str
    day: str
    headline: str
    author: str
    paragraphs: list[str]

    @property
    def url(self) -> str:
        """Its address."""
        words = "".join(c if c.isalnum() else " " for c in self.headline.lower()).split()
        return f"https://{self.outlet}.example/{self.day}/{'-'.join(words)}"

    def page(self) -> str:
        """The page, as its outlet would serve it."""
        text = "\n".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in self.paragraphs)
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(self.headline)}</title>\n'
            f'<link rel="canonical" href="{self.url}"><meta property="article:published_time" content="{self.day}">\n'
            f'<meta property="og:site_name" content="{OUTLETS[self.outlet]}"></head>\n'
            f'<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>\n<article><h1>{html.escape(self.headline)}</h1>\n'
            f'<p class="byline">By {self.author}</p>\n{text}\n</article>\n'
            "<footer>All rights reserved.</footer></body></html>\n"
        )


_AGENCY = [
    "CALLAO, Peru, March 5 (Sud Wire) -- Port workers in Callao walked off the job on Tuesday, closing the largest harbour of Peru for the "
    "first time in nine years.",
    "“We will not load another ship until the cranes are repaired,” union leader Inés Quiroga told reporters at the gate. She said that two "
    "workers had been injured by a falling hook on Sunday.",
    "The transport ministry said that 14 ships were waiting at anchor. It called on both sides to return to talks.",
    "Harbour master Tomás Beltrán denied that the cranes were unsafe. “Every one of them was inspected in January,” he said.",
]

ARTICLES = [
    Article("wire", "2024-03-05", "Dock strike closes port of Callao", "Renata Sosa", _AGENCY),
    Article("herald", "2024-03-05", "Strike shuts Callao harbour", "Herald staff", _AGENCY),
    Article(
        "courier",
        "2024-03-06",
        "Ships queue off Callao as dockers stay out",
        "Martín Aldana",
        [
            "CALLAO, March 6 -- Some 20 ships lay at anchor off Callao on Wednesday, a day after dockers stopped work over the safety of "
            "its cranes.",
            "“My people are not asking for money, they are asking to come home at night,” Inés Quiroga, who leads the dockers' union, said in "
            "an interview.",
            "Exporters in Lima said that they were losing 3 million dollars a day. “Fruit does not wait,” said Paola Vidal, who heads the "
            "growers' association.",
            "Police arrested four protesters on Tuesday night after stones were thrown at a truck.",
        ],
    ),
    Article(
        "ledger",
        "2024-03-07",
        "Government offers talks in dock dispute",
        "Carla Ibáñez",
        [
            "LIMA, March 7 -- The labour minister, Rafael Ortega, invited the dockers of Callao and the port authority to talks in Lima on "
            "Friday.",
            "“There is an agreement to be had if both sides sit down,” Ortega told parliament on Thursday.",
            "Harbour master Tomás Beltrán said that he would attend. Union leader Inés Quiroga said that she had not decided.",
            "Dockers in Valparaíso, Chile, said that they would refuse to unload ships diverted from Peru.",
        ],
    ),
    Article(
        "courier",
        "2024-03-09",
        "Callao dockers and port agree on crane repairs",
        "Martín Aldana",
        [
            "LIMA, March 9 -- Dockers and the port authority of Callao signed an agreement on Saturday that ends a strike of four days.",
            "Two cranes will be taken out of service at once, and all others inspected by the end of April, labour minister Rafael Ortega "
            "announced.",
            "“We said that no ship would be loaded by those cranes, and none will be,” Inés Quiroga said. Harbour master Tomás Beltrán called "
            "the deal “a good day for the port”.",
            "The first ship, a fruit carrier bound for Rotterdam, left on Saturday evening.",
        ],
    ),
    Article(
        "ledger",
        "2024-03-09",
        "Strike at Callao ends after four days",
        "Carla Ibáñez",
        [
            "LIMA, March 9 -- The strike that closed the port of Callao is over. The union and the port authority signed an agreement in Lima "
            "on Saturday.",
            "“I was wrong about two of the cranes,” harbour master Tomás Beltrán said, and thanked the dockers for their patience.",
            "Paola Vidal of the growers' association said that the stoppage had cost exporters 11 million dollars.",
        ],
    ),
    Article(
        "herald",
        "2024-03-12",
        "Earthquake shakes Arequipa",
        "Herald staff",
        [
            "AREQUIPA, Peru, March 12 -- An earthquake damaged dozens of houses near Arequipa on Tuesday and injured at least 12 people, the "
            "civil defence said.",
            "“The old quarter was hit worst,” said Mayor Lucía Paredes. Schools will stay closed until Thursday.",
            "The airport was closed for two hours.",
        ],
    ),
    Article(
        "wire",
        "2024-03-12",
        "Quake near Arequipa injures 12",
        "Renata Sosa",
        [
            "AREQUIPA, Peru, March 12 (Sud Wire) -- At least 12 people were injured on Tuesday when an earthquake struck southern Peru, "
            "officials said.",
            "Mayor Lucía Paredes said that walls had fallen in the old quarter of Arequipa. “We have no reports of deaths,” she said.",
            "Chile sent two rescue teams across the border from Arica.",
        ],
    ),
    Article(
        "courier",
        "2024-03-14",
        "Arequipa counts the cost of quake",
        "Martín Aldana",
        [
            "AREQUIPA, March 14 -- Engineers have declared 86 houses in Arequipa unsafe since Tuesday's earthquake, Mayor Lucía Paredes said "
            "on Thursday.",
            "“People are sleeping in the square because they are afraid of their own walls,” she told reporters.",
            "The government in Lima promised 5 million dollars. Bolivia sent tents and blankets on Wednesday.",
        ],
    ),
    Article(
        "ledger",
        "2024-03-18",
        "Chile and Peru sign water treaty in Tacna",
        "Carla Ibáñez",
        [
            "TACNA, Peru, March 18 -- The foreign ministers of Chile and Peru signed a treaty on the rivers of their border on Monday.",
            "“Water has divided our farmers for a century,” said Chile's foreign minister, Andrea Lagos. Her colleague, Jorge Salas, said that "
            "a joint commission would meet in Arica in June.",
            "Farmers in Tacna protested outside the hall. They accuse both governments of selling the rivers to mines.",
        ],
    ),
    Article(
        "herald",
        "2024-03-19",
        "Border rivers: what the treaty says",
        "Herald staff",
        [
            "TACNA, March 19 -- A joint commission will share out the water of four rivers between Chile and Peru under a treaty that was "
            "signed on Monday.",
            "Foreign minister Andrea Lagos said in Santiago that Chile's parliament would vote in April. “We have waited long enough,” she "
            "said.",
            "Environment lawyer Hugo Prado warned that the treaty had “no teeth”. Mines may still pump until 2030.",
        ],
    ),
    Article(
        "courier",
        "2024-03-22",
        "Storm tears roofs off in Iquique",
        "Martín Aldana",
        [
            "IQUIQUE, Chile, March 22 -- A storm killed two people in Iquique on Friday and left 9,000 homes without power.",
            "“The wind took the roof in one piece,” said fisherman Oscar Rojas. The navy closed the port.",
            "Governor Elena Cifuentes said that schools would be closed on Monday. She asked the government in Santiago for help.",
        ],
    ),
    Article(
        "wire",
        "2024-03-23",
        "Two dead after storm in northern Chile",
        "Renata Sosa",
        [
            "IQUIQUE, Chile, March 23 (Sud Wire) -- Two people died when a storm struck the port city of Iquique on Friday, Governor Elena "
            "Cifuentes said.",
            "“Both were fishermen who tried to save their boats,” she told reporters.",
            "Power was back in most of the city on Saturday. The port is expected to reopen on Monday.",
        ],
    ),
    Article(
        "herald",
        "2024-03-25",
        "Iquique port reopens",
        "Herald staff",
        [
            "IQUIQUE, March 25 -- The port of Iquique reopened on Monday, three days after a storm that killed two fishermen.",
            "“Every berth is working,” harbour master Daniela Muñoz said. Governor Elena Cifuentes visited the families of the dead.",
            "President Camila Ferrer promised in Santiago to rebuild the fishing quay.",
        ],
    ),
    Article(
        "ledger",
        "2024-03-28",
        "Callao cranes fail inspection",
        "Carla Ibáñez",
        [
            "CALLAO, March 28 -- Inspectors have found cracks in three more cranes at the port of Callao, labour minister Rafael Ortega said on "
            "Thursday.",
            "“The dockers were right,” Ortega told parliament. Harbour master Tomás Beltrán resigned on Thursday evening.",
            "Union leader Inés Quiroga said that she took no joy in it. “We would rather have been wrong,” she said.",
        ],
    ),
    Article(
        "courier",
        "2024-03-28",
        "Harbour master of Callao resigns over cranes",
        "Martín Aldana",
        [
            "CALLAO, March 28 -- Harbour master Tomás Beltrán resigned on Thursday after inspectors found cracks in three cranes that he had "
            "called safe.",
            "“I signed papers that I should have read twice,” Beltrán said in a statement.",
            "Inés Quiroga, the dockers' leader, said the cranes should have been closed in January. The transport ministry will name a "
            "successor next week.",
        ],
    ),
]

_SURNAMES = [
    "Quiroga",
    "Beltrán",
    "Ortega",
    "Vidal",
    "Paredes",
    "Cifuentes",
    "Lagos",
    "Salas",
    "Prado",
    "Rojas",
]
_OTHERS = [
    "Núñez",
    "Østergaard",
    "Weiß",
    "Łukasz",
    "Tanaka",
    "Okafor",
    "Marchetti",
    "Dvořák",
    "Lindqvist",
    "Haddad",
]
_TOWNS = [("Callao", "Guayaquil"), ("Arequipa", "Cusco"), ("Iquique", "Antofagasta"), ("Tacna", "Puno")]


def many(count: int, seed: int = 7) -> Iterator[Article]:
    """As many articles as one likes: those above with other people, towns, days and orders of paragraphs; some are copies."""
    chance = random.Random(seed)
    last: Article | None = None
    for number in range(count):
        if last is not None and number % 9 == 4:
            outlet = chance.choice(list(OUTLETS))
            yield last._replace(outlet=outlet, headline=f"{last.headline}: report {number}")
            continue
        article = ARTICLES[number % len(ARTICLES)]
        names = dict(zip(_SURNAMES, chance.sample(_OTHERS, len(_OTHERS))))
        names |= dict(chance.sample(_TOWNS, 2))
        day = f"2024-{chance.randint(2, 5):02}-{chance.randint(1, 28):02}"

        def changed(words: str, names: dict[str, str] = names) -> str:
            for old, new in names.items():
                words = words.replace(old, new)
            return words

        paragraphs = [changed(paragraph) for paragraph in article.paragraphs]
        rest = paragraphs[1:] + [changed(p) for p in chance.choice(ARTICLES).paragraphs[1:]]
        chance.shuffle(rest)
        last = Article(
            article.outlet,
            day,
            f"{changed(article.headline)} ({number})",
            article.author,
            [paragraphs[0], *rest],
        )
        yield last


def write(folder: pathlib.Path) -> list[pathlib.Path]:
    """Writes the pages of the month into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, article in enumerate(ARTICLES):
        path = folder / f"{number:02}-{article.outlet}.html"
        path.write_text(article.page(), encoding="utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    written = write(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "pages"))
    print(f"{len(written)} pages")
