#!/usr/bin/env python3
"""Opens pages written by `brieflint report` in headless Chromium, at phone and desktop width, light and dark: nothing that a
brief says runs, no request leaves, search, filters and links work by keyboard, all of it prints, axe finds no fault, and 2,000
briefs scroll smoothly.

usage: page.py BRIEFLINT --axe axe.min.js --hostile FOLDER [--work FOLDER]

It needs git, Playwright for Python, and a Chromium: its own, or one on the path. FOLDER holds briefs that try to break out of
the page; screenshots and the pages stay in the work folder.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

SIZES = [(390, 844), (1280, 900)]
SCHEMES = ["light", "dark"]
FIXTURES = pathlib.Path("fixtures")
MANY = 2000
# In milliseconds of the page's own work, which does not depend on what else the machine does.
LONGEST_LOAD, LONGEST_FRAME, LONGEST_ACT = 2000, 100, 500

arguments = argparse.ArgumentParser()
arguments.add_argument("brieflint", type=pathlib.Path)
arguments.add_argument("--axe", type=pathlib.Path, required=True)
arguments.add_argument("--hostile", type=pathlib.Path, required=True)
arguments.add_argument("--work", type=pathlib.Path, default=pathlib.Path("target/page"))
arguments = arguments.parse_args()
faults = []


def expect(holds, what):
    if not holds:
        faults.append(what)


def report(name, folder, paths, *options):
    """Writes a page about some paths of a folder."""
    page = (arguments.work / f"{name}.html").resolve()
    command = [arguments.brieflint.resolve(), "report", "--no-config", *paths, *options, "-o", page]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return page


def with_history():
    """A page about briefs that changed over a year."""
    folder = arguments.work / "repository"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "briefs").mkdir(parents=True)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "--quiet"], cwd=folder, check=True)
    for month, of in enumerate(["traps", "briefs", "portfolio", "good"], 1):
        for brief in (FIXTURES / of).glob("*.md"):
            shutil.copy(brief, folder / "briefs" / f"{of}-{brief.name}")
        subprocess.run([*git, "add", "--all"], cwd=folder, check=True)
        day = {"GIT_COMMITTER_DATE": f"2026-0{month}-05T12:00:00Z"}
        subprocess.run([*git, "commit", "--quiet", "-m", f"<b>{of}</b>"], cwd=folder, check=True, env=os.environ | day)
    return report("history", folder, ["briefs"], "--history")


def with_many():
    """A page about 2,000 briefs, each with its own words."""
    folder = arguments.work / "many"
    texts = [path.read_text() for of in ("briefs", "traps") for path in sorted((FIXTURES / of).glob("*.md"))]
    for number in range(MANY):
        team = folder / f"team-{number % 40:02}"
        team.mkdir(parents=True, exist_ok=True)
        (team / f"{number:04}.md").write_text(texts[number % len(texts)].replace("# ", f"# No. {number}: ", 1))
    return report("many", folder, ["."])


def look(page, name, at, watched):
    """What holds for every page as it opens, and with all texts open."""
    address = page.url
    title = page.title()
    page.screenshot(path=arguments.work / f"{name}-{at}.png")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.wait_for_timeout(300)
    where = f"{name}, {at}"
    expect(page.title() == title and title.startswith("Clarity of"), f"{where}: the title became {page.title()!r}")
    expect(watched["requests"] == [address], f"{where}: requests {watched['requests'][1:4]}")
    expect(not watched["messages"], f"{where}: messages {watched['messages'][:3]}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    expect(wide <= 0, f"{where}: {wide} px wider than the window")
    page.locator("details.brief").first.scroll_into_view_if_needed()
    page.screenshot(path=arguments.work / f"{name}-{at}-text.png")


def accessible(page, where):
    # Scripts from outside are kept out by the page's policy, so axe comes by the debugging protocol. It looks at places, and
    # what is out of sight has none.
    page.evaluate(arguments.axe.read_text())
    page.evaluate("document.querySelectorAll('.group, details.brief').forEach((one) => { one.style.contentVisibility = 'visible'; })")
    for violation in page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]:
        node = violation["nodes"][0]
        why = node["any"][0]["message"] if node["any"] else ""
        faults.append(f"{where}: {violation['id']} ({violation['impact']}), {len(violation['nodes'])} times: {node['html'][:160]} {why}")


def by_keyboard(page, where):
    rows = page.locator("#map tbody tr")
    visible = page.locator("#map tbody tr:visible")
    focused = lambda: page.evaluate("document.activeElement.id")
    page.keyboard.press("Home")
    page.keyboard.press("/")
    expect(focused() == "search", f"{where}: / does not go to the search")
    page.keyboard.type("no brief has this in its name")
    expect(visible.count() == 0, f"{where}: the search shows what it did not find")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    shown = visible.count()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(focused() == "grade", f"{where}: three tabs from the search lead to {focused()!r}")
    page.keyboard.press("ArrowDown")
    fails = page.locator("#map tbody tr:visible:not([data-grade=fail])").count()
    expect(page.locator("#grade").input_value() == "fail" and fails == 0, f"{where}: the filter shows {fails} that do not fail")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    expect(visible.count() == shown, f"{where}: “Show all” shows {visible.count()} of {shown} rows")
    head = page.locator("#map thead th").nth(0)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    expect(head.get_attribute("aria-sort") == "ascending", f"{where}: a column does not sort by keyboard")
    if page.locator("#pages").is_visible():
        page.locator("#later").focus()
        first = visible.first.text_content()
        page.keyboard.press("Enter")
        expect(visible.first.text_content() != first, f"{where}: “More rows” shows the same")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false; })")
    visible.first.locator("th a").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    opened = page.locator("details.brief[open]")
    expect(opened.count() == 1, f"{where}: a link opens {opened.count()} texts")
    expect(opened.count() == 0 or opened.bounding_box()["y"] < 200, f"{where}: a link does not lead to its text")
    return rows.count()


def prints(page, where, rows):
    page.evaluate("addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('#map tbody tr:not([hidden])').length; })")
    page.pdf(path=arguments.work / "print.pdf", format="A4")
    expect(page.evaluate("window.printed") == rows, f"{where}: {page.evaluate('window.printed')} of {rows} rows are printed")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    wide = page.evaluate("document.querySelector('#map').scrollWidth - document.body.clientWidth")
    expect(wide <= 0, f"{where}: printed, the table is {wide} px too wide")
    expect(not page.locator("form").is_visible(), f"{where}: the filters are printed")


def without_script(browser, name, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    hidden = page.locator("#map tbody tr").count() - page.locator("#map tbody tr:visible").count()
    expect(hidden == 0, f"{name}: without scripts {hidden} rows are missing")
    page.locator("details.brief summary").first.click()
    expect(page.locator("details.brief .text").first.is_visible(), f"{name}: without scripts no text opens")
    context.close()


def check(browser, name, path):
    for width, height in SIZES:
        for scheme in SCHEMES:
            at = f"{width}-{scheme}"
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            watched = {"requests": [], "messages": []}
            page.on("request", lambda request: watched["requests"].append(request.url))
            page.on("console", lambda message: watched["messages"].append(message.text))
            page.on("pageerror", lambda error: watched["messages"].append(str(error)))
            page.on("dialog", lambda dialog: (watched["messages"].append("a dialog"), dialog.dismiss()))
            page.goto(path.as_uri())
            page.wait_for_timeout(200)
            look(page, name, at, watched)
            accessible(page, f"{name}, {at}")
            rows = by_keyboard(page, f"{name}, {at}")
            if width == SIZES[-1][0] and scheme == "light":
                prints(page, name, rows)
            context.close()
    without_script(browser, name, path.as_uri())


def turns(browser, path):
    """The table of many briefs has pages, and is printed whole."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    rows = by_keyboard(page, "many")
    expect(page.locator("#later").is_visible(), "many: the table has no second page")
    prints(page, "many", rows)
    context.close()


SCROLL = """
() => new Promise((done) => {
  let frames = 0;
  const step = () => {
    const before = scrollY;
    scrollBy(0, 700);
    frames += 1;
    if (scrollY === before || frames > 400) done(frames); else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})
"""
ACT = "(async () => { %s; await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); })()"
ACTS = {
    "to search": "search.value = 'no. 1'; search.dispatchEvent(new Event('input', {bubbles: true}))",
    "to search for nothing": "search.value = ''; search.dispatchEvent(new Event('input', {bubbles: true}))",
    "to sort": "document.querySelector('#map thead button').click()",
    "to open all texts": "document.getElementById('open-all').click()",
}


def work_of(browser, page, act):
    """The main thread's work for something, in milliseconds of its processor time: all, and the longest piece."""
    trace = arguments.work / "trace.json"
    browser.start_tracing(page=page, path=trace, categories=["toplevel"])
    act()
    page.wait_for_timeout(200)
    browser.stop_tracing()
    events = json.loads(trace.read_text())["traceEvents"]
    main = {(event["pid"], event["tid"]) for event in events if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"}
    pieces = [event["tdur"] / 1000 for event in events if event["name"].endswith("::RunTask") and (event["pid"], event["tid"]) in main and "tdur" in event]
    expect(pieces, "the browser says nothing about its work")
    return sum(pieces), max(pieces, default=0)


def is_smooth(browser, path):
    for width, height in SIZES:
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        load, _ = work_of(browser, page, lambda: page.goto(path.as_uri()))
        _, frame = work_of(browser, page, lambda: page.evaluate(SCROLL))
        said = [f"load {load:.0f} ms", f"longest frame {frame:.0f} ms"]
        expect(load <= LONGEST_LOAD, f"{MANY} briefs at {width} px take {load:.0f} ms to load, {LONGEST_LOAD} at most")
        expect(frame <= LONGEST_FRAME, f"{MANY} briefs at {width} px scroll with a frame of {frame:.0f} ms, {LONGEST_FRAME} at most")
        for what, act in ACTS.items():
            _, longest = work_of(browser, page, lambda: page.evaluate(ACT % act))
            said.append(f"{what} {longest:.0f} ms")
            expect(longest <= LONGEST_ACT, f"{MANY} briefs at {width} px take {longest:.0f} ms {what}, {LONGEST_ACT} at most")
        print(f"{MANY} briefs at {width} px: {', '.join(said)}")
        page.context.close()


arguments.work.mkdir(parents=True, exist_ok=True)
briefs = [str(FIXTURES / of) for of in ("briefs", "good", "traps", "portfolio")]
pages = {
    "fixtures": report("fixtures", ".", briefs),
    "history": with_history(),
    "hostile": report("hostile", arguments.hostile, ["."]),
}
many = with_many()
with sync_playwright() as playwright:
    on_path = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    browser = playwright.chromium.launch(executable_path=next(filter(None, on_path), None), args=["--no-sandbox"])
    for name, path in pages.items():
        check(browser, name, path)
    turns(browser, many)
    without_script(browser, "many", many.as_uri())
    is_smooth(browser, many)
    browser.close()
for fault in faults:
    print(fault)
print(f"{len(faults)} faults" if faults else f"{len(pages) + 1} pages are as they should be")
sys.exit(bool(faults))
