"""A language model is asked nothing before a person has read all that it would be sent and agreed, and nothing after they took it back."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.daemon.api.test_understanding import UNSURE, answer
from tests.e2e.accessibility import violations
from tests.e2e.daemon_process import DaemonProcess
from tests.e2e.own_pages import OPTIONS, open_own
from tests.e2e.test_options import interests_found, panel
from tests.stand_ins.language_model import LanguageModel, language_model

"""The first question loads what asks it."""


def said(data: dict[str, Any]) -> dict[str, Any]:
    """One rule for each sentence, one interest of the person's first video, no label."""
    if "sentence" in data:
        return answer({"action": "demote", "match": {"topic": "horror"}})
    if "ratings" in data:
        video_id = data["clusters"][0]["videos"][0]["video_id"]
        named = {"name": "By the model", "reasoning": "You watch it.", "keywords": ["cello"], "video_ids": [video_id]}
        return {"interests": [named]}
    return {"labels": []}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def model() -> AsyncIterator[LanguageModel]:
    async with language_model(said) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def daemon(tmp_path_factory: pytest.TempPathFactory, model: LanguageModel) -> AsyncIterator[DaemonProcess]:
    """A daemon with a model set, and nobody's consent."""
    settings = {"OWNFEED_MODEL": "small", "OWNFEED_MODEL_URL": model.url}
    process = DaemonProcess(tmp_path_factory.mktemp("data"), settings=settings)
    await process.start()
    yield process
    await process.stop()


def questions(model: LanguageModel) -> list[dict[str, Any]]:
    """What it was asked about sentences."""
    data = [json.loads(each["messages"][-1]["content"]) for each in model.asked]
    return [each for each in data if "sentence" in each]


async def test_a_sentence_is_sent_after_consent_alone_as_it_was_shown_and_no_more_once_it_is_taken_back(
    page: Page, paired: DaemonProcess, model: LanguageModel
) -> None:
    await open_own(page, OPTIONS, "ok")
    await panel(page, "wishes")
    answered = page.locator("#rules .of-understood")
    await ask_for(page, UNSURE)
    shown = answered.get_by_label("What would be sent")
    await expect(answered).to_contain_text("A language model is set: small at 127.0.0.1:")
    previewed = await shown.input_value()
    assert f'"sentence":"{UNSURE}"' in previewed
    assert await violations(page) == []
    assert model.asked == [], "nothing is sent before"

    await answered.get_by_role("button", name="Let it be asked").click()
    await expect(answered.locator(".of-proposal")).to_contain_text("horror")
    (asked,) = questions(model)
    assert asked["sentence"] == UNSURE
    instructions, *_ = [each["content"] for each in model.asked[0]["messages"]]
    assert instructions in previewed, "what was shown is what was sent"
    assert set(asked) == {"sentence", "now"}

    await answered.get_by_role("button", name="Do not ask the language model any more").click()
    await expect(shown).to_be_visible()
    await ask_for(page, f"{UNSURE} at all")
    await expect(shown).to_have_value(re.compile("at all"))
    assert len(questions(model)) == 1, "nothing is sent afterwards"


async def ask_for(page: Page, sentence: str) -> None:
    await page.fill("input[name=words]", sentence)
    await page.press("input[name=words]", "Enter")


async def test_consent_can_be_taken_back_while_there_is_nothing_to_suggest_and_nothing_is_sent(
    page: Page, paired: DaemonProcess, model: LanguageModel
) -> None:
    model.asked.clear()
    await open_own(page, OPTIONS, "ok")
    place = page.locator(".of-suggestions")
    await page.get_by_role("button", name="Suggest interests").click()
    await place.get_by_role("button", name="Let it be asked").click()
    await expect(place).to_contain_text("Nothing to suggest yet")
    await place.get_by_role("button", name="Do not ask the language model any more").click()
    await expect(place.get_by_label("What would be sent")).to_be_visible()
    assert model.asked == []


async def test_interests_are_sent_after_consent_alone_word_for_word_as_shown_and_no_more_once_it_is_taken_back(
    page: Page, paired: DaemonProcess, model: LanguageModel
) -> None:
    model.asked.clear()
    await interests_found(paired)
    await open_own(page, OPTIONS, "ok")
    await page.get_by_role("button", name="Suggest interests").click()
    place = page.locator(".of-suggestions")
    previewed = await place.get_by_label("What would be sent").input_value()
    assert model.asked == [], "neither for suggestions nor for names of what was found"
    await place.get_by_role("button", name="Let it be asked").click()
    await expect(place.locator("li").first).to_contain_text("By the model")
    (asked,) = [each for each in model.asked if "ratings" in each["messages"][-1]["content"]]
    for message in asked["messages"]:
        assert message["content"] in previewed
    await place.get_by_role("button", name="Do not ask the language model any more").click()
    await expect(place.get_by_label("What would be sent")).to_be_visible()
    count = len(model.asked)
    await page.get_by_role("button", name="Suggest interests").click()
    await expect(place.locator("li").first).to_contain_text("You liked or watched")
    assert len(model.asked) == count
