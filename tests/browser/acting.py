"""What people do with a case in a browser: report it, find it, make a move."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.pictures import a_photo

TEXT = "三号楼门口的垃圾桶盖坏了，招苍蝇"


def report(page: Page, text: str = TEXT) -> str:
    """By the portal, with a point and a photo; the number of the case."""
    page.goto("/report/010305/")
    page.locator("[name=text]").fill(text)
    page.locator("[name=step][value=where]").click()
    page.locator("[data-locate]").click()
    expect(page.locator("[data-picked]")).to_contain_text("单元")
    page.locator("[name=step][value=photo]").click()
    page.locator("input[name=photos]").set_input_files(a_photo("before.jpg"))
    page.locator("[name=step][value=send]").click()
    expect(page.locator("[role=status].done")).to_contain_text("已收到")
    return page.locator("header .number").inner_text()


def open_case(page: Page, number: str, *, text: str = TEXT, field: bool = False) -> None:
    """By the search of the desk, or from the day's work of a phone."""
    if field:
        page.goto("/field/")
        page.locator("a.entry", has_text=text).first.click()
    else:
        page.goto("/desk/")
        page.locator("[data-search]").fill(number)
        page.keyboard.press("Enter")
    expect(page.locator(".quote")).to_have_text(text)
    expect(page.locator("main")).to_contain_text(number)


def move(
    page: Page, name: str, *, choose: dict[str, str | int] | None = None, say: dict[str, str] | None = None
) -> None:
    """Press the move's button, answer what it asks, press again; wait for the case as it is then."""
    link = page.locator(f"[data-moves] a[href*='/moves/{name}/']")
    form = page.locator(f"[data-moves] form[action*='/moves/{name}/']")
    expect(link.or_(form).first).to_be_visible()
    if link.count():
        link.click()
        expect(form).to_be_visible()
    for key, value in (choose or {}).items():
        pick(form, key, value)
    for key, words in (say or {}).items():
        form.locator(f"[name={key}]").fill(words)
    page.once("dialog", lambda dialog: dialog.accept())
    form.locator("button").last.click()
    expect(page.locator(".notice.done").first).to_be_visible()
    expect(form).to_have_count(0)


def pick(form: Locator, name: str, value: str | int) -> None:
    options = form.locator(f"label.option:has([name={name}])")
    select = form.locator(f"select[name={name}]")
    if isinstance(value, int) and options.count():
        options.nth(value).click()
    elif options.count():
        options.filter(has_text=value).first.click()
    elif isinstance(value, int):
        select.select_option(index=value + 1)
    else:
        select.select_option(label=value)
