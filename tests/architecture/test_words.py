"""Chinese is the default language of every page, so every word has it."""

import pytest
from tools import words


@pytest.mark.parametrize("app", words.apps())
def test_every_word_of_an_app_has_its_chinese(app):
    assert words.problems(app) == []


def test_no_two_catalogues_disagree():
    assert words.clashes() == []


def test_words_are_found_in_code_and_templates():
    found = words.used("ui")
    assert ("time", "{} left") in found
    assert ("", "Skip to the content") in found
