"""The operators' group on the chat page: its topics, who one is there, and what goes wrong with it by a tap."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from bot.outgoing import group_poster
from bot.wiring import schedule
from sandbox.panel.server import PanelServer
from sandbox.telegram.forums import FORUM, Forum, add_forum
from sandbox.telegram.server import TelegramServer
from tests.browser.acts import order, say, start, tap
from tests.browser.conftest import at_work
from tests.browser.test_accessibility import SCHEMES, Scheme, grave
from tests.conftest import ALICE, OLGA, Bot, make_settings
from tests.databases import ask

pytestmark = pytest.mark.browser

PETRA = 1004
TEXT = "Nothing has come."


@pytest.fixture
async def demo(
    panel: PanelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[TelegramServer]:
    """As `python -m sandbox` has it: with Petra, and the group of both operators."""
    monkeypatch.setattr(schedule, "GROUP_BEAT", 0.05)
    monkeypatch.setattr(group_poster, "ORDERS_FOLD_MS", 300)
    monkeypatch.setattr(group_poster, "REFUSED_PAUSE_MS", 100)
    async with TelegramServer(panel_url=panel.url) as telegram:
        telegram.world.add_person("Petra")
        add_forum(telegram.world, members=(OLGA, PETRA))
        settings = make_settings(panel, telegram, tmp_path, admin_ids=[OLGA, PETRA], operator_chat_id=FORUM)
        async with at_work(Bot(settings), panel):
            yield telegram


@pytest.fixture
def forum(demo: TelegramServer) -> Forum:
    found = demo.world.chats[FORUM]
    assert isinstance(found, Forum)
    return found


async def become(page: Page, chat: int) -> None:
    await page.locator(f'.person[data-person="{chat}"]').click()


async def choose(page: Page, item: str) -> None:
    await page.click("#menu-button")
    await page.get_by_role("menuitem", name=item).click()


async def opens_case(page: Page) -> None:
    """Both operators start the bot. Alice orders, and writes to support; then one looks at the group."""
    for operator in (OLGA, PETRA):
        await become(page, operator)
        await start(page)
    await become(page, ALICE)
    await start(page)
    await order(page, "example.com/p/1")
    await tap(page, "Something is wrong")
    await tap(page, "It is slow")
    await tap(page, "Write to support")
    await expect(page.locator(".bubble").last).to_contain_text("Write what is wrong")
    await say(page, TEXT)
    await expect(page.locator(".bubble").last).to_contain_text("Your message is on its way")
    await become(page, FORUM)


async def writes_more(page: Page) -> None:
    """Alice writes again in her case, which is news for the operators."""
    await become(page, ALICE)
    await tap(page, "Write more")
    await expect(page.locator(".waiting")).to_have_count(0)
    await say(page, "Still nothing.")


def topic(page: Page, name: str) -> Locator:
    return page.locator(".topic", has_text=name)


async def test_the_group_opens_where_the_newest_message_is(page: Page) -> None:
    await opens_case(page)
    await expect(topic(page, "Support")).to_be_visible()

    await become(page, ALICE)
    await become(page, FORUM)

    await expect(page.locator(".message").first).to_be_visible()
    await expect(page.locator('.topic[aria-current="true"]')).not_to_have_text("General")


async def test_petra_answers_a_case_in_its_topic(page: Page) -> None:
    await opens_case(page)
    await expect(page.locator("#bot-status")).to_have_text("2 members")
    await topic(page, "Support").click()
    case = page.locator(".message", has_text=TEXT)
    await expect(case.locator(".by")).to_have_text("Panelgram")
    await page.select_option("#actor", label="Petra")
    await case.get_by_role("button", name="Reply").click()
    await expect(page.locator("#replying")).to_contain_text("Support · order 1")

    await say(page, "We look at it.")

    await expect(page.locator("#replying")).to_be_hidden()
    await expect(page.locator(".message.out")).to_contain_text("We look at it.")
    await expect(page.locator(".bubble", has_text="Your answer is on its way to Alice.")).to_be_visible()
    await page.select_option("#actor", label="Olga")
    await expect(page.locator(".message", has_text="We look at it.").first.locator(".by")).to_have_text(
        "Petra"
    )
    await become(page, ALICE)
    await expect(page.locator(".bubble").last).to_contain_text("We look at it.")


async def test_a_tap_in_the_group_is_the_tap_of_the_one_chosen(page: Page, tmp_path: Path) -> None:
    await opens_case(page)
    await topic(page, "Support").click()
    await page.select_option("#actor", label="Petra")

    await tap(page, "Close the case")

    await expect(page.locator("#toast")).to_be_visible()
    closed = "SELECT telegram_id FROM cases JOIN users ON users.id = closed_by"
    async with asyncio.timeout(20):
        while await ask(f"sqlite:///{tmp_path}/panelgram.db", closed) != [(PETRA,)]:
            await asyncio.sleep(0.05)


async def test_somebody_who_is_no_member_is_refused(page: Page, forum: Forum) -> None:
    await opens_case(page)
    await topic(page, "Support").click()
    before = len(forum.messages)
    await page.select_option("#actor", label="Alice, not a member")

    await say(page, "Hello?")
    await expect(page.locator("#toast")).to_have_text("Alice is not a member of this group.")
    await tap(page, "Close the case")

    await expect(page.locator(".waiting")).to_have_count(0)
    assert len(forum.messages) == before


async def test_an_anonymous_administrator_is_asked_to_switch_that_off(page: Page) -> None:
    await opens_case(page)
    await topic(page, "Support").click()
    await page.select_option("#actor", label="Olga, anonymous")
    await page.locator(".message", has_text=TEXT).get_by_role("button", name="Reply").click()

    await say(page, "We look at it.")

    await expect(page.locator(".bubble").last).to_contain_text("anonymous")


async def test_messages_of_another_topic_are_counted_at_its_tab(
    page: Page, demo: TelegramServer, forum: Forum
) -> None:
    await opens_case(page)
    await topic(page, "Support").click()
    await expect(topic(page, "Orders")).to_be_visible()
    orders = next(one["id"] for one in forum.as_group()["topics"] if one["name"] == "Orders")
    before = await topic(page, "Orders").inner_text()

    await page.request.post(
        f"{demo.url}/api/chats/{FORUM}/text",
        data={"from": PETRA, "text": "Look.", "message_thread_id": orders},
    )

    await expect(topic(page, "Orders")).not_to_have_text(before)
    await topic(page, "Orders").click()
    await expect(topic(page, "Orders").locator(".count")).to_have_count(0)
    await expect(page.locator(".bubble", has_text="Look.")).to_be_visible()
    await expect(page.locator(".bubble", has_text=TEXT)).to_have_count(0)


async def test_a_topic_that_is_deleted_is_made_anew(page: Page) -> None:
    await opens_case(page)
    await topic(page, "Support").click()
    await expect(page.locator(".bubble", has_text=TEXT)).to_be_visible()

    await choose(page, "Delete this topic")

    await expect(topic(page, "Support")).to_have_count(0)
    await expect(topic(page, "General")).to_have_attribute("aria-current", "true")
    await writes_more(page)
    await become(page, FORUM)
    await expect(topic(page, "Support")).to_be_visible()


@pytest.mark.parametrize(
    ("item", "status", "back", "told"),
    [
        ("Switch topics off", "topics are off", "Switch topics on", "has no topics"),
        ("Remove the bot", "bot removed", "Bring the bot back", "cannot be written to"),
    ],
)
async def test_what_is_wrong_with_the_group_is_told_in_private(
    page: Page, item: str, status: str, back: str, told: str
) -> None:
    await opens_case(page)
    await expect(topic(page, "Support")).to_be_visible()

    await choose(page, item)

    await expect(page.locator("#bot-status")).to_have_text(status)
    await writes_more(page)
    await become(page, OLGA)
    await expect(page.locator(".bubble", has_text=told).first).to_be_visible()
    await become(page, FORUM)
    await choose(page, back)
    await expect(page.locator("#bot-status")).to_have_text("2 members")


async def test_topics_are_reached_by_the_keyboard(page: Page) -> None:
    await opens_case(page)
    await expect(topic(page, "Support")).to_be_visible()
    await topic(page, "General").focus()

    for _ in range(3):
        if await topic(page, "Support").evaluate("node => node === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(topic(page, "Support")).to_be_focused()
    await expect(topic(page, "Support")).to_have_attribute("aria-current", "true")
    await page.locator(".message", has_text=TEXT).get_by_role("button", name="Reply").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#replying")).to_be_hidden()


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_the_group_has_no_grave_fault_and_fits(page: Page, scheme: Scheme) -> None:
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await opens_case(page)
    assert await grave(page) == []
    await topic(page, "Support").click()
    await page.locator(".message", has_text=TEXT).get_by_role("button", name="Reply").click()
    for width, height in ((320, 640), (390, 844), (768, 1024), (1280, 800)):
        await page.set_viewport_size({"width": width, "height": height})
        assert await grave(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        people = page.locator("#people")
        assert await people.evaluate("node => node.scrollWidth <= node.clientWidth")
