"""webdriver.py - a small client of the WebDriver protocol: starts chromedriver and a headless Chromium, nothing but Python's library."""
import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


class Missing(Exception):
    """No browser, or no driver of one."""


def find():
    """The paths of driver and browser; Missing says what is not there."""
    driver = shutil.which("chromedriver")
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not driver or not browser:
        raise Missing("no %s here (Debian: chromium, chromium-driver)" % ("chromedriver" if browser else "Chromium"))
    return driver, browser


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Browser:
    """One session: with Browser() as b: b.open(path) …"""

    def __init__(self, javascript=True, dark=False):
        self.process = None
        driver, browser = find()
        self.home = tempfile.mkdtemp(prefix="yuelan-browser-")
        self.port = free_port()
        self.process = subprocess.Popen([driver, "--port=%d" % self.port], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._start(browser, javascript, dark)
        except Exception:
            self.close()
            raise

    def _start(self, browser, javascript, dark):
        options = {
            "binary": browser,
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
                     "--user-data-dir=" + self.home] + (["--blink-settings=preferredColorScheme=0"] if dark else []),
            "prefs": {} if javascript else {"profile.managed_default_content_settings.javascript": 2},
        }
        wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}}
        self.session = ""
        for _ in range(100):
            try:
                self.call("GET", "/status", base=True)
                break
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        self.session = self.call("POST", "/session", wanted, base=True)["sessionId"]
        self.dark(dark)

    def call(self, method, path, body=None, base=False):
        url = "http://127.0.0.1:%d%s%s" % (self.port, "" if base else "/session/" + self.session, path)
        data = json.dumps(body if body is not None else {}).encode() if method == "POST" else None
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as e:
            raise RuntimeError(e.read().decode("utf-8", "replace")[:600]) from None

    def open(self, path):
        self.call("POST", "/url", {"url": "file://" + os.path.abspath(path)})

    def run(self, script, *args):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def command(self, name, **params):
        """A command of the DevTools."""
        return self.call("POST", "/goog/cdp/execute", {"cmd": name, "params": params})

    def size(self, width, height=900):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)

    def dark(self, on):
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if on else "light"}])

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.command("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode={"Enter": 13, "Tab": 9, "Escape": 27}.get(key, 0),
                         text="\r" if key == "Enter" and kind == "keyDown" else "")

    def log(self):
        """What the console was told: warnings and errors."""
        return [x["message"] for x in self.call("POST", "/se/log", {"type": "browser"}) if x["level"] in ("SEVERE", "WARNING")]

    def picture(self, path):
        with open(path, "wb") as f:
            f.write(base64.b64decode(self.call("GET", "/screenshot")))

    def close(self):
        if self.process:
            try:
                if getattr(self, "session", ""):
                    self.call("DELETE", "")
            except (OSError, RuntimeError, urllib.error.URLError):
                pass
            self.process.terminate()
            self.process.wait()
            self.process = None
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
