"""What every page must be: free of WCAG violations, and no wider than its window."""

from axe_playwright_python.sync_playwright import Axe

SIZES = {"phone": (320, 700), "tablet": (768, 1000), "desk": (1440, 900)}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
