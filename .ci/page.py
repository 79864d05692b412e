#!/usr/bin/env python3
"""Opens a page written by `brieflint report` in headless Chromium: no script of a brief runs, no request leaves, filter, sorting
and links work, nothing is wider than the window, and axe finds no fault.

usage: page.py REPORT.html [--axe axe.min.js] [--shots FOLDER]

It needs Playwright for Python and a Chromium (its own, or one on the path).
"""

import argparse
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

arguments = argparse.ArgumentParser()
arguments.add_argument("page", type=pathlib.Path)
arguments.add_argument("--axe", type=pathlib.Path)
arguments.add_argument("--shots", type=pathlib.Path)
arguments = arguments.parse_args()

faults = []


def expect(holds, what):
    if not holds:
        faults.append(what)


with sync_playwright() as playwright:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    for width, height, scheme in [(390, 844, "light"), (1280, 900, "light"), (1280, 900, "dark"), (390, 844, "dark")]:
        at = f"at {width} px, {scheme}"
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=False)
        page = context.new_page()
        requests, messages = [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("dialog", lambda dialog: (messages.append("a dialog"), dialog.dismiss()))
        page.goto(arguments.page.resolve().as_uri())
        page.wait_for_timeout(300)
        title = page.title()
        if arguments.shots:
            page.screenshot(path=arguments.shots / f"{width}-{scheme}.png")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.wait_for_timeout(300)
        expect(page.title() == title and title.startswith("Clarity of"), f"{at}: the title became {page.title()!r}")
        expect(requests == [arguments.page.resolve().as_uri()], f"{at}: requests {requests[1:]}")
        expect(not messages, f"{at}: messages {messages[:3]}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        expect(wide <= 0, f"{at}: {wide} px wider than the window")
        if arguments.shots:
            page.locator("details.brief").first.evaluate("(one) => one.scrollIntoView()")
            page.wait_for_timeout(500)
            page.screenshot(path=arguments.shots / f"{width}-{scheme}-text.png")
        if arguments.axe:
            # Scripts from outside are kept out by the page's policy, so axe comes by the debugging protocol.
            page.evaluate(arguments.axe.read_text())
            # Texts out of sight are laid out only when they come near, and axe looks at places.
            page.evaluate("document.querySelectorAll('details.brief').forEach((one) => { one.style.contentVisibility = 'visible'; })")
            result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            for violation in result["violations"]:
                node = violation["nodes"][0]
                faults.append(f"{at}: {violation['id']} ({violation['impact']}), {len(violation['nodes'])} times: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}")

        rows = page.locator("#map tbody tr")
        page.keyboard.press("/")
        expect(page.evaluate("document.activeElement.id") == "search", f"{at}: / does not go to the search")
        page.keyboard.type("no brief has this in its name")
        expect(page.locator("#map tbody tr:visible").count() == 0, f"{at}: the search shows what it did not find")
        page.get_by_role("button", name="Show all").click()
        page.wait_for_timeout(100)
        expect(page.locator("#map tbody tr:visible").count() == rows.count(), f"{at}: not all rows are back")
        head = page.locator("#map thead th").nth(0)
        head.locator("button").focus()
        page.keyboard.press("Enter")
        expect(head.get_attribute("aria-sort") == "ascending", f"{at}: a column does not sort by keyboard")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false; })")
        page.locator("#map tbody tr th a").first.click()
        page.wait_for_timeout(100)
        expect(page.locator("details.brief[open]").count() == 1, f"{at}: a link does not open its text")
        context.close()
    browser.close()

for fault in faults:
    print(fault)
print(f"{arguments.page}: {len(faults)} faults" if faults else f"{arguments.page}: as it should be")
sys.exit(bool(faults))
