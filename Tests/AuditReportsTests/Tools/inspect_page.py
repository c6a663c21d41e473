"""Opens an HTML file in headless Chromium and prints as JSON what a reader of it would meet.

    inspect_page.py FILE [PICTURES]

Once for each of desktop and phone in light and dark: console messages, network requests, scripts that ran, elements wider
than the page, words and marks of pictures that cover each other, and the lowest contrast of any text with its background. With a folder PICTURES it leaves screenshots there,
and the page as printed. Speaks the DevTools protocol over a pipe, so it needs nothing but Chromium and Python.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

VIEWS = [
    {"name": "desktop", "width": 1280, "height": 900, "scheme": "light"},
    {"name": "desktop", "width": 1280, "height": 900, "scheme": "dark"},
    {"name": "phone", "width": 390, "height": 844, "scheme": "light"},
    {"name": "phone", "width": 390, "height": 844, "scheme": "dark"},
]

# Runs outside the page's policy, by the debugger; the page itself may run nothing.
INSPECTION = r"""
(() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
  const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
  const over = (top, bottom) => [0, 1, 2].map(i => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
  const light = color => {
    const [r, g, b] = color.map(v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
  };
  const seen = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest('svg') || !element.getClientRects().length) continue;
    texts += 1;
    const style = getComputedStyle(element), back = behind(element);
    const value = ratio(over(parse(style.color), back), back);
    const key = style.color + back;
    if (!seen.has(key)) seen.set(key, [value, walker.currentNode.data.trim().slice(0, 40)]);
  }
  // Words and marks of a picture must not cover each other, nor leave it.
  const collisions = [];
  for (const picture of document.querySelectorAll('.timeline > svg')) {
    const frame = picture.getBoundingClientRect(), paper = behind(picture.parentElement);
    const boxes = [...picture.querySelectorAll('text, circle, svg > path:not(.gap)')].filter(e => !e.closest('.many text'))
      .map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
    boxes.forEach(([e, a], i) => {
      const name = x => x.localName + ' ' + (x.textContent || x.parentElement.textContent).slice(0, 30);
      if (a.left < frame.left - 0.5 || a.right > frame.right + 0.5) collisions.push('outside: ' + name(e));
      for (const [f, b] of boxes.slice(i + 1)) {
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
          collisions.push(name(e) + ' / ' + name(f));
      }
    });
    for (const text of picture.querySelectorAll('text')) {
      const mark = text.closest('.many'), back = mark ? parse(getComputedStyle(mark.querySelector('circle')).fill) : paper;
      seen.set('svg' + back + getComputedStyle(text).fill, [ratio(parse(getComputedStyle(text).fill), back), text.textContent]);
    }
  }
  const worst = [...seen.values()].sort((a, b) => a[0] - b[0])[0] || [21, ''];
  const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5);
  return JSON.stringify({
    texts, collisions: collisions.slice(0, 10), pictures: document.querySelectorAll('.timeline > svg').length, contrast: Math.round(worst[0] * 100) / 100, contrast_of: worst[1],
    overflow: document.documentElement.scrollWidth - innerWidth,
    wide: wide.slice(0, 5).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 30)),
    scripts: document.scripts.length, title: document.title,
    handlers: [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length,
    elements: [...new Set([...document.querySelectorAll('*')].map(e => e.localName))].sort(),
    text: document.body.innerText.length, hacked: typeof window.hacked !== 'undefined',
  });
})()
"""


class Browser:
    """One Chromium with a DevTools pipe."""

    def __init__(self, home):
        to_browser, our_output = os.pipe()
        our_input, from_browser = os.pipe()
        os.set_inheritable(to_browser, True)
        os.set_inheritable(from_browser, True)
        # The browser reads from descriptor 3 and writes to 4.
        command = (
            f'exec 3<&{to_browser} 4>&{from_browser}; exec chromium --headless --no-sandbox --disable-gpu '
            f'--hide-scrollbars --no-first-run --disable-dev-shm-usage --remote-debugging-pipe --user-data-dir="$0" about:blank'
        )
        self.process = subprocess.Popen(
            ["bash", "-c", command, home], pass_fds=[to_browser, from_browser], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "HOME": home})
        os.close(to_browser)
        os.close(from_browser)
        self.output, self.input = our_output, our_input
        self.buffer, self.number, self.events = b"", 0, []
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]

    def read(self):
        while b"\0" not in self.buffer:
            part = os.read(self.input, 1 << 20)
            if not part:
                raise RuntimeError("Chromium ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, parameters=None):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.read())

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (OSError, RuntimeError):
            pass
        self.process.wait(timeout=30)


def visit(browser, address, view, pictures):
    browser.events = []
    browser.call("Emulation.setDeviceMetricsOverride", {
        "width": view["width"], "height": view["height"], "deviceScaleFactor": 1, "mobile": view["name"] == "phone"})
    browser.call("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": view["scheme"]}]})
    browser.call("Page.navigate", {"url": address})
    browser.wait("Page.loadEventFired")
    time.sleep(0.3)
    if pictures:
        picture(browser, pictures, view)
    seen = json.loads(browser.call("Runtime.evaluate", {"expression": INSPECTION, "returnByValue": True})["result"]["value"])
    seen["view"] = f"{view['name']} {view['scheme']}"
    seen["console"] = [
        json.dumps(event["params"]) for event in browser.events
        if event.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")]
    seen["requests"] = [
        event["params"]["request"]["url"][:200] for event in browser.events
        if event.get("method") == "Network.requestWillBeSent" and event["params"]["request"]["url"] != address
        and not event["params"]["request"]["url"].startswith("data:,")]
    return seen


def picture(browser, folder, view):
    """The page in pieces that can be looked at one by one, at most twelve."""
    size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
    step = 1500
    for number, top in enumerate(range(0, min(int(size["height"]), 12 * step), step), 1):
        clip = {"x": 0, "y": top, "width": view["width"], "height": min(step, size["height"] - top), "scale": 1}
        image = browser.call("Page.captureScreenshot", {"format": "png", "clip": clip, "captureBeyondViewport": True})
        (folder / f"{view['name']}-{view['scheme']}-{number}.png").write_bytes(base64.b64decode(image["data"]))


def main():
    address = pathlib.Path(sys.argv[1]).resolve().as_uri()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as home:
        browser = Browser(home)
        try:
            for domain in ("Page", "Runtime", "Log", "Network"):
                browser.call(f"{domain}.enable")
            views = [visit(browser, address, view, pictures) for view in VIEWS]
            if pictures:
                browser.call("Emulation.clearDeviceMetricsOverride")
                browser.events = []
                browser.call("Page.navigate", {"url": address})
                browser.wait("Page.loadEventFired")
                printed = browser.call("Page.printToPDF", {"preferCSSPageSize": False, "paperWidth": 8.27, "paperHeight": 11.69})
                (pictures / "paper.pdf").write_bytes(base64.b64decode(printed["data"]))
        finally:
            browser.close()
    json.dump(views, sys.stdout, indent=1)


main()
