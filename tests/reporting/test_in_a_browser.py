"""The page in a real browser: what a reviewer does with it."""

from __future__ import annotations

import pytest

from .. import cases
from ..browser import Page
from .conftest import Reported
from .test_page import TEMPLATE

PRODUCTION = cases.template("production-stack").read_text(encoding="utf-8")


def entry(page: Page, name: str) -> str:
    """What the page calls a resource."""
    script = f'document.querySelector(`.node[aria-label="{name}"]`).dataset.e'
    return str(page.evaluate(script))


def test_it_loads_nothing_and_complains_of_nothing(page: Page, reported: Reported) -> None:
    page.requested.clear()
    page.complaints.clear()
    path = reported(TEMPLATE)
    page.open(path)
    assert page.requested == [path.as_uri()]
    assert page.complaints == []
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "sticky"


def test_hovering_shows_what_belongs_together(page: Page, reported: Reported) -> None:
    page.open(reported(PRODUCTION))
    model = entry(page, "Model")
    page.point_at(f'.pane:first-child .l[data-e~="{model}"]')
    assert page.count(f'.pane:first-child .l.on[data-e~="{model}"]') > 5
    assert page.count(f'.pane:last-child .l.on[data-e~="{model}"]') > 5
    assert page.count(".node.on") == 1
    assert page.count(".edge.on") > 2


def test_a_property_shows_its_own_lines(page: Page, reported: Reported) -> None:
    page.open(reported(PRODUCTION))
    model = entry(page, "Model")
    page.point_at(f'.pane:first-child .l[data-e$="{model}:vpcconfig"]')
    left, right = (page.texts(f".pane:{side}-child .l.same code") for side in ("first", "last"))
    assert left[0] == "      VpcConfig:"
    assert right[0].startswith("    vpc_config=")
    assert page.count(f'.l.on[data-e~="{model}"]') > len(left) + len(right)


def test_a_click_brings_the_other_side(page: Page, reported: Reported) -> None:
    page.open(reported(PRODUCTION))
    endpoint = entry(page, "Endpoint")
    theirs = f'.pane:last-child .l[data-e~="{endpoint}"]'
    assert not page.is_shown(theirs)
    page.point_at(f'.pane:first-child .l[data-e~="{endpoint}"]', click=True)
    assert page.is_shown(theirs)
    assert page.count(f'.l.pin[data-e~="{endpoint}"]') > 10
    page.press("Escape")
    assert page.count(".pin") == 0


def test_a_resource_in_the_picture_leads_to_its_lines(page: Page, reported: Reported) -> None:
    page.open(reported(PRODUCTION))
    endpoint = entry(page, "Endpoint")
    page.point_at('.node[aria-label="Endpoint"]', click=True)
    assert page.is_shown(f'.pane:first-child .l[data-e~="{endpoint}"]')
    assert page.is_shown(f'.pane:last-child .l[data-e~="{endpoint}"]')


def test_findings_are_gone_through_by_key(page: Page, reported: Reported) -> None:
    page.open(reported(TEMPLATE))
    told = page.texts(".findings .words")
    page.press("n")
    assert page.texts(".findings .now .words") == told[:1]
    assert page.is_shown(".lines .told")
    page.press("n")
    page.press("p")
    page.press("p")
    assert page.texts(".findings .now .words") == told[-1:]


def test_severities_can_be_hidden(page: Page, reported: Reported) -> None:
    page.open(reported(PRODUCTION))
    assert page.count(".findings .note:not([hidden])") > 0
    page.point_at(".filter.note", click=True)
    assert page.count(".told.note:not([hidden])") == 0
    assert page.count(".told.warning:not([hidden])") > 0


def test_search_finds_lines_and_resources(page: Page, reported: Reported) -> None:
    page.open(reported(PRODUCTION))
    page.press("/")
    for letter in "routetablea":
        page.press(letter)
    lines = page.count(".l.hit")
    assert lines > 2
    assert page.count(".node.hit") == 2
    assert page.texts("#hits") == [f"{lines} lines"]
    page.press("Enter")
    assert page.texts("#hits") == [f"1 of {lines}"]
    assert page.is_shown(".l.hit.now")
    page.press("Escape")
    assert page.count(".hit") == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, reported: Reported, dark: bool) -> None:
    page.open(reported(TEMPLATE), dark=dark)
    for selector in (".l code", ".l i.t", ".l i.s", ".words", ".severity", ".place", ".code", "h2"):
        assert contrast(page, selector) >= 4.5, selector


def contrast(page: Page, selector: str) -> float:
    """The ratio of a text's lightness to that of its ground, as WCAG 2 counts it."""
    return float(
        page.evaluate(
            f"""(() => {{
                const numbers = (color) => {{
                    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
                    canvas.fillStyle = color;
                    canvas.fillRect(0, 0, 1, 1);
                    return [...canvas.getImageData(0, 0, 1, 1).data];
                }};
                const lightness = ([r, g, b]) => [r, g, b]
                    .map((v) => v / 255)
                    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
                const element = document.querySelector({selector!r});
                let ground = element;
                while (numbers(getComputedStyle(ground).backgroundColor)[3] < 255)
                    ground = ground.parentElement;
                const pair = [getComputedStyle(element).color,
                    getComputedStyle(ground).backgroundColor].map(numbers).map(lightness);
                return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
            }})()"""
        )
    )


def test_the_theme_can_be_changed(page: Page, reported: Reported) -> None:
    page.open(reported(TEMPLATE), dark=True)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.point_at("#theme", click=True)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_it_fits_a_narrow_window(page: Page, reported: Reported) -> None:
    page.open(reported(PRODUCTION), width=420)
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


def test_it_prints_whole(page: Page, reported: Reported) -> None:
    page.open(reported(PRODUCTION))
    printed = page.printed()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") >= 3
