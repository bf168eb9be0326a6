"""The words and the numbers of a name: 9, 9th, ninth, 第9回, 第九回 and नौवाँ are one number."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

_ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "first पहला पहली पहले प्रथम",
            "second दूसरा दूसरी दूसरे द्वितीय",
            "third तीसरा तीसरी तीसरे तृतीय",
            "fourth चौथा चौथी चौथे चतुर्थ",
            "fifth पांचवां पाँचवाँ पांचवीं पाँचवीं",
            "sixth छठा छठी छठे छठवां छठवाँ",
            "seventh सातवां सातवाँ सातवीं",
            "eighth आठवां आठवाँ आठवीं",
            "ninth नौवां नौवाँ नौवीं नवां नवाँ",
            "tenth दसवां दसवाँ दसवीं",
            "eleventh ग्यारहवां ग्यारहवाँ ग्यारहवीं",
            "twelfth बारहवां बारहवाँ बारहवीं",
            "thirteenth तेरहवां तेरहवाँ तेरहवीं",
            "fourteenth चौदहवां चौदहवाँ चौदहवीं",
            "fifteenth पंद्रहवां पंद्रहवाँ पंद्रहवीं",
            "sixteenth सोलहवां सोलहवाँ सोलहवीं",
            "seventeenth सत्रहवां सत्रहवाँ सत्रहवीं",
            "eighteenth अठारहवां अठारहवाँ अठारहवीं",
            "nineteenth उन्नीसवां उन्नीसवाँ उन्नीसवीं",
            "twentieth बीसवां बीसवाँ बीसवीं",
        ),
        1,
    )
    for word in words.split()
}
_SMALL: Final = frozenset(
    "a an and at between for in of on the to with का की के और में".split()  # noqa: SIM905
)
"""Words that names have or lack without being others."""

_DIGITS: Final = re.compile(r"第?(\d+)(?:(?:st|nd|rd|th)\b|回|वाँ|वां|वीं|वें)?")
_KANJI: Final = re.compile("第([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)回")
_BETWEEN: Final = re.compile(r"[^\w\u0900-\u0963\u0966-\u097f]+")


class Words(NamedTuple):
    """A name in parts.

    Attributes:
        words: its words in their order but the small ones; Japanese ones are not told apart.
        numbers: its numbers and ordinals.

    """

    words: tuple[str, ...]
    numbers: frozenset[int]

    def among(self, name: "Words") -> bool:
        """Return whether `name` has all of these, its words longer or in another order."""
        return self.numbers <= name.numbers and all(
            any(
                other.startswith(word) or (not word.isascii() and word in other)
                for other in name.words
            )
            for word in self.words
        )


@lru_cache(maxsize=65_536)
def words_of(text: str) -> Words:
    """Return the words and numbers of `text`, which `simplify` has gone over."""
    numbers = set()

    def taken(number: int) -> str:
        numbers.add(number)
        return " "

    rest = _KANJI.sub(lambda match: taken(_number(*match.groups())), text)
    rest = _DIGITS.sub(lambda match: taken(int(match[1])), rest)
    words = []
    for word in filter(None, _BETWEEN.split(rest)):
        if word in _ORDINALS:
            numbers.add(_ORDINALS[word])
        elif word not in _SMALL:
            words.append(word)
    return Words(tuple(words), frozenset(numbers))


def _number(tens: str, ten: str, ones: str) -> int:
    digits = " 一二三四五六七八九"
    if not ten:
        return digits.index(tens or " ")
    return 10 * (digits.index(tens) if tens else 1) + (digits.index(ones) if ones else 0)
