"""Writes data/stories/frequencies.tsv: how common the commonest words of each language are.

    pip install wordfreq==3.1.1
    python3 training/frequencies.py > data/stories/frequencies.tsv

Languages written without spaces are left out, as their words are not told apart.
"""
import wordfreq

ENGLISH, OTHERS = 2000, 800
WITHOUT_SPACES = {"ja", "ko", "zh"}


def main():
    print("# How often the commonest words of a language come, as log10 of their count in a thousand million words (Zipf scale).")
    print("# Source: wordfreq 3.1 (Robyn Speer), which draws on Wikipedia, OpenSubtitles, news and the web. Licence: CC BY-SA 4.0.")
    print("language\tword\tzipf")
    for language in sorted(wordfreq.available_languages("small")):
        if language in WITHOUT_SPACES:
            continue
        count = ENGLISH if language == "en" else OTHERS
        words = [word for word in wordfreq.top_n_list(language, 2 * count, "small") if len(word) > 1 and word.isalpha() or "'" in word]
        for word in sorted(words[:count]):
            print(f"{language}\t{word}\t{wordfreq.zipf_frequency(word, language, 'small'):.2f}")


main()
