"""Chinese is the default language of every page, so every word has it."""

import re

import pytest
from tools import words

# A narrow comma, colon or bracket beside a Chinese character. The units are a list that a script reads.
HAN = "[\u3400-\u9fff]"
NARROW = re.compile(f"{HAN}[?!:;,(]|[?!:;,)]{HAN}")
UNITS = "天,小时,分"


@pytest.mark.parametrize("app", words.apps())
def test_every_word_of_an_app_has_its_chinese(app):
    assert words.problems(app) == []


def test_no_two_catalogues_disagree():
    assert words.clashes() == []


def test_words_are_found_in_code_and_templates():
    found = words.used("ui")
    assert ("time", "{} left") in found
    assert ("", "Skip to the content") in found


@pytest.mark.parametrize("app", words.apps())
def test_chinese_is_written_with_chinese_punctuation(app):
    said = (text for entry in words.catalogue(app) for text in _texts(entry))
    assert [text for text in said if NARROW.search(text) and text != UNITS] == []


def _texts(entry):
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)
