"""A real browser: Debian's Chromium, driven through its own protocol; `make browser` installs it.

https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PACKAGES = ("chromium", "fonts-dejavu-core")
_QUIETLY = {"DEBIAN_FRONTEND": "noninteractive"}
NAMES = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)
# The browser reads commands from its descriptor 3 and answers on 4.
_START = 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null'


def executable() -> str | None:
    """Where the browser is; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    """A page in the browser.

    Attributes:
        requested: what it loaded, itself included.
        complaints: what it, or its policy, complained of.
    """

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._buffer = b""
        self._count = 0
        self._session: str | None = None
        self.requested: list[str] = []
        self.complaints: list[str] = []
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        attached = self.do("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.do(f"{domain}.enable")

    def do(self, method: str, **arguments: Any) -> Any:
        """Have a command of the protocol carried out; give its result."""
        self._count += 1
        command = {"id": self._count, "method": method, "params": arguments}
        if self._session is not None:
            command["sessionId"] = self._session
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") != self._count:
                continue
            if "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            part = os.read(self._answers, 1 << 16)
            if not part:
                raise RuntimeError("the browser has ended")
            self._buffer += part
        text, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        self._heed(message.get("method", ""), message.get("params", {}))
        return message

    def _heed(self, event: str, said: dict[str, Any]) -> None:
        if event == "Network.requestWillBeSent":
            self.requested.append(said["request"]["url"])
        elif event == "Runtime.exceptionThrown":
            self.complaints.append(said["exceptionDetails"]["text"])
        elif event == "Log.entryAdded":
            self.complaints.append(said["entry"]["text"])

    def open(self, path: Path, *, width: int = 1440, height: int = 900, dark: bool = False) -> None:
        """Open a file, in a window of this size."""
        self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.do("Emulation.setEmulatedMedia", features=features)
        self.do("Page.navigate", url=path.as_uri())
        while self.evaluate("document.readyState") != "complete":
            pass

    def evaluate(self, script: str) -> Any:
        """Give the value of an expression in the page; a promise is waited for."""
        result = self.do(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"]["exception"]["description"])
        return result["result"].get("value")

    def point_at(self, selector: str, *, click: bool = False) -> None:
        """Move the pointer to the middle of an element, and click where that is asked for."""
        x, y = self.evaluate(
            f"""(() => {{
                const element = document.querySelector({json.dumps(selector)});
                element.scrollIntoView({{block: "center", behavior: "instant"}});
                const box = element.getBoundingClientRect();
                return [box.x + Math.min(box.width / 2, 120), box.y + box.height / 2];
            }})()"""
        )
        kinds = ("mouseMoved", "mousePressed", "mouseReleased") if click else ("mouseMoved",)
        for kind in kinds:
            self.do("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str) -> None:
        """Press a key."""
        text = key if len(key) == 1 else "\r" if key == "Enter" else ""
        arguments = {"text": text} if text else {}
        self.do("Input.dispatchKeyEvent", type="keyDown", key=key, **arguments)
        self.do("Input.dispatchKeyEvent", type="keyUp", key=key)

    def count(self, selector: str) -> int:
        """How many elements there are."""
        return int(self.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length"))

    def texts(self, selector: str) -> list[str]:
        """The texts of elements."""
        script = f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.textContent)"
        return [str(text) for text in self.evaluate(script)]

    def is_shown(self, selector: str) -> bool:
        """Whether an element is seen without scrolling, in the page and in its pane."""
        return bool(
            self.evaluate(
                f"""(() => {{
                    const element = document.querySelector({json.dumps(selector)});
                    const box = element.getBoundingClientRect();
                    const pane = (element.closest(".pane, .picture") ?? document.body)
                        .getBoundingClientRect();
                    return box.top >= Math.max(0, pane.top) - 1
                        && box.bottom <= Math.min(innerHeight, pane.bottom) + 1;
                }})()"""
            )
        )

    def picture(self) -> bytes:
        """The whole page, as PNG."""
        taken = self.do("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(taken["data"])

    def printed(self) -> bytes:
        """The page as it is printed, as PDF."""
        return base64.b64decode(self.do("Page.printToPDF", landscape=True)["data"])


@contextlib.contextmanager
def browser() -> Iterator[Page]:
    """Start the browser with an empty page; it ends with the block."""
    found = executable()
    if found is None:
        raise FileNotFoundError("there is no Chromium: apt-get install chromium")
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    # What the browser starts may still write while it ends.
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            ["sh", "-c", _START, "sh", found, *_OPTIONS, f"--user-data-dir={folder}"],
            stdin=theirs_in,
            stdout=theirs_out,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            yield Page(ours_out, ours_in)
        finally:
            os.close(ours_out)
            os.close(ours_in)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def install() -> None:
    """Have Debian's package installed where it is missing and can be had."""
    apt = shutil.which("apt-get")
    if executable() is not None:
        return
    if apt is None or os.geteuid() != 0:
        print("no Chromium: the tests that look at pages in a browser are skipped")
        return
    print("installing Chromium, which some tests look at pages with", flush=True)
    options = {"check": False, "stdout": subprocess.DEVNULL, "env": {**os.environ, **_QUIETLY}}
    subprocess.run([apt, "update", "-qq"], **options)  # type: ignore[call-overload]
    command = [apt, "install", "-qq", "-y", "--no-install-recommends", *_PACKAGES]
    subprocess.run(command, **options)  # type: ignore[call-overload]


if __name__ == "__main__":
    install()
