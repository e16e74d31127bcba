#!/usr/bin/env python3
"""Opens pages in headless Chromium and says what is wrong with them.

In: HTML files. Out: screenshots (light, dark, 400 px, print), a PDF, and a line a finding; exit code 1 where there is one.
Only the standard library is used: Chromium is spoken to through its debugging pipe. See README.md beside this file.
"""

import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

WIDE, NARROW = 1100, 400
# A screenshot of more is of no use to a reader; the checks look at all of the page.
MOST_HEIGHT = 6000


class Browser:
    """Chromium, spoken to by JSON messages on a pair of pipes, each ended by a zero byte."""

    def __init__(self, program):
        self.home = tempfile.mkdtemp(prefix="ramme-pages-")
        read_here, write_there = os.pipe()
        read_there, write_here = os.pipe()

        def places():
            # Chromium reads on 3 and writes on 4; both may be taken by the pipes themselves, so they go aside first.
            aside = os.dup(read_there), os.dup(write_there)
            os.dup2(aside[0], 3)
            os.dup2(aside[1], 4)

        flags = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--remote-debugging-pipe", f"--user-data-dir={self.home}"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        self.process = subprocess.Popen([program, *flags], preexec_fn=places, close_fds=False,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_there)
        os.close(write_there)
        self.read, self.write = read_here, write_here
        self.rest, self.number, self.events = b"", 0, []

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.read, 1 << 20)
            if not more:
                raise RuntimeError("Chromium has ended")
            self.rest += more
        one, self.rest = self.rest.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, session=None, **params):
        self.number += 1
        asked = {"id": self.number, "method": method, "params": params}
        if session:
            asked["sessionId"] = session
        text = json.dumps(asked).encode() + b"\0"
        while text:
            text = text[os.write(self.write, text):]
        while True:
            got = self.message()
            if got.get("id") == asked["id"]:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']}")
                return got["result"]
            self.events.append(got)

    def wait(self, method, session):
        while True:
            for at, event in enumerate(self.events):
                if event.get("method") == method and event.get("sessionId") == session:
                    return self.events.pop(at)
            self.events.append(self.message())

    def close(self):
        try:
            self.ask("Browser.close")
        except (RuntimeError, OSError):
            pass
        self.process.wait(timeout=20)
        shutil.rmtree(self.home, ignore_errors=True)


# Runs in the page, through the debugging pipe; the page itself forbids scripts and has none.
LOOK = r"""
(() => {
  const found = [];
  const say = (what, node) => found.push(what + ": " + ((node && (node.textContent || node.outerHTML)) || "").trim().slice(0, 60));
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide + 1) found.push("the page is wider than the window: " + document.documentElement.scrollWidth);
  const inFrame = node => node.closest(".table, pre");
  for (const node of document.querySelectorAll("main *")) {
    if (inFrame(node) || node.closest("svg") || node.closest("details:not([open])")) continue;
    const box = node.getBoundingClientRect();
    if (box.width > 0 && (box.right > wide + 1 || box.left < -1)) say("beyond the window", node);
  }
  for (const frame of document.querySelectorAll(".table"))
    if (getComputedStyle(frame).overflowX !== "auto") say("a table that does not scroll", frame);
  let drawn = 0;
  for (const svg of document.querySelectorAll(".chart svg")) {
    const frame = svg.getBoundingClientRect();
    if (frame.width < 100 || frame.height < 40) { say("a chart without size", svg); continue; }
    if (!svg.querySelector("title") || !svg.querySelector("desc")) say("a chart without words", svg);
    if (svg.querySelectorAll("path.line, rect.bar, rect.step, circle.mark, rect.mark").length === 0) say("a chart without shapes", svg);
    drawn += 1;
    const texts = [...svg.querySelectorAll("text")].map(t => [t, t.getBoundingClientRect()]);
    for (const [text, box] of texts) {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        say("words cut off at the edge of a chart", text);
      if (box.height < 8.5) say("words too small to read (" + box.height.toFixed(1) + " px)", text);
    }
    for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
      const a = texts[i][1], b = texts[j][1];
      const w = Math.min(a.right, b.right) - Math.max(a.left, b.left), h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Lines of one label stand close; what counts is letters on letters.
      if (w > 1 && h > 0.35 * Math.min(a.height, b.height)) say("words on words (" + texts[i][0].textContent + ")", texts[j][0]);
    }
  }
  for (const link of document.querySelectorAll("a[href^='#']"))
    if (!document.getElementById(link.getAttribute("href").slice(1))) say("a link that leads nowhere", link);
  for (const table of document.querySelectorAll("table"))
    if (!table.querySelector("th[scope]")) say("a table without heads", table);
  // Contrast of text to its ground, by the formula of WCAG 2.
  const part = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = c => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
  const rgb = text => (text.match(/[\d.]+/g) || [0, 0, 0]).map(Number);
  const ground = node => { for (; node; node = node.parentElement) { const c = rgb(getComputedStyle(node).backgroundColor); if (c.length < 4 || c[3] > 0.99) return c; } return [255, 255, 255]; };
  const seen = new Set();
  for (const node of document.querySelectorAll("h1,h2,p,td,th,li,figcaption,summary,dt,dd,text,caption,span.unit")) {
    const style = getComputedStyle(node), svg = node instanceof SVGElement;
    const ink = rgb(svg ? style.fill : style.color), paper = ground(svg ? node.closest("figure") : node);
    const key = ink + "/" + paper; if (seen.has(key)) continue; seen.add(key);
    const [a, b] = [light(ink), light(paper)].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) say("contrast of " + ratio.toFixed(2), node);
  }
  return { found: [...new Set(found)], charts: document.querySelectorAll(".chart").length, drawn,
           tables: document.querySelectorAll("table").length, height: document.documentElement.scrollHeight };
})()
"""


def look_at(browser, page, width, dark, shot):
    """One page in one window: what is wrong with it, and a screenshot."""
    url = page.resolve().as_uri()
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ["Page", "Network", "Log", "Runtime"]:
        browser.ask(f"{domain}.enable", session)
    browser.ask("Emulation.setDeviceMetricsOverride", session, width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.ask("Emulation.setEmulatedMedia", session, features=[scheme])
    browser.events.clear()
    browser.ask("Page.navigate", session, url=url)
    browser.wait("Page.loadEventFired", session)
    found = browser.ask("Runtime.evaluate", session, expression=LOOK, returnByValue=True)["result"]["value"]
    wrong = found["found"]
    for event in browser.events:
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent" and params["request"]["url"] != url:
            wrong.append(f"asks for {params['request']['url']}")
        elif method == "Log.entryAdded":
            wrong.append(f"console: {params['entry']['text']}")
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            wrong.append(f"console: {method}")
    if found["charts"] != found["drawn"]:
        wrong.append(f"{found['charts'] - found['drawn']} charts are not drawn")
    if shot:
        clip = {"x": 0, "y": 0, "width": width, "height": min(found["height"], MOST_HEIGHT), "scale": 1}
        image = browser.ask("Page.captureScreenshot", session, format="png", captureBeyondViewport=True, clip=clip)
        shot.write_bytes(base64.b64decode(image["data"]))
    return session, target, found, wrong


def first_screen(browser, page, shot):
    """What one sees of a page first."""
    target = browser.ask("Target.createTarget", url=page.resolve().as_uri())["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    browser.ask("Page.enable", session)
    browser.ask("Emulation.setDeviceMetricsOverride", session, width=1000, height=1180, deviceScaleFactor=1, mobile=False)
    browser.ask("Page.reload", session)
    browser.wait("Page.loadEventFired", session)
    image = browser.ask("Page.captureScreenshot", session, format="png")
    shot.write_bytes(base64.b64decode(image["data"]))
    browser.ask("Target.closeTarget", targetId=target)


def on_paper(browser, session, pdf):
    """The page as PDF, A4; what would not fit across the paper."""
    browser.ask("Emulation.setEmulatedMedia", session, media="print")
    # 18 cm between the margins, in CSS pixels.
    browser.ask("Emulation.setDeviceMetricsOverride", session, width=680, height=960, deviceScaleFactor=1, mobile=False)
    wide = browser.ask("Runtime.evaluate", session, returnByValue=True, expression=(
        "[...document.querySelectorAll('table, .chart, pre, p')].filter(n => !n.closest('details:not([open])'))"
        ".filter(n => n.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
        ".map(n => n.tagName + ' ' + n.textContent.trim().slice(0, 50))"))["result"]["value"]
    made = browser.ask("Page.printToPDF", session, printBackground=True, paperWidth=8.27, paperHeight=11.69,
                       marginTop=0.6, marginBottom=0.6, marginLeft=0.6, marginRight=0.6)
    pdf.write_bytes(base64.b64decode(made["data"]))
    return [f"wider than the paper: {what}" for what in wide]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--shots", type=pathlib.Path, help="a folder for screenshots and PDFs")
    parser.add_argument("--first", type=pathlib.Path, help="a picture of the first screen of the first page")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    args = parser.parse_args()
    folder = args.shots or pathlib.Path(tempfile.mkdtemp(prefix="ramme-shots-"))
    folder.mkdir(parents=True, exist_ok=True)
    browser, failed = Browser(args.chromium), 0
    try:
        for page in args.pages:
            wrong, about = [], None
            for name, width, dark in [("light", WIDE, False), ("dark", WIDE, True), ("narrow", NARROW, False)]:
                shot = folder / f"{page.stem}-{name}.png" if args.shots else None
                session, target, about, here = look_at(browser, page, width, dark, shot)
                wrong += [f"{name}: {what}" for what in here]
                if name == "light":
                    wrong += [f"print: {what}" for what in on_paper(browser, session, folder / f"{page.stem}.pdf")]
                browser.ask("Target.closeTarget", targetId=target)
            if args.first:
                first_screen(browser, page, args.first)
                args.first = None
            failed += bool(wrong)
            print(f"{page.name}: {about['drawn']} charts, {about['tables']} tables: {'good' if not wrong else f'{len(wrong)} findings'}")
            for what in wrong:
                print(f"  {what}")
    finally:
        browser.close()
        if not args.shots:
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
