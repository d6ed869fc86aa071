"""What must be true of every page, whatever it shows."""

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag

LABELLED = ("input", "select", "textarea")
NO_LABEL = {"hidden", "submit", "button", "image"}
WHOLE_PAGE = ("html", "head", "body", "main", "header", "footer")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for")


def problems_of(html: str) -> list[str]:
    """Everything that is wrong with a whole page, in sentences; empty when nothing is."""
    return problems_in(BeautifulSoup(html, "lxml"))


def problems_in(page: BeautifulSoup) -> list[str]:
    """The same, of a page that was read."""
    return [problem for check in CHECKS for problem in check(page)]


def problems_of_part(html: str) -> list[str]:
    """Everything that is wrong with a part that comes to stand inside a page; empty when nothing is."""
    part = BeautifulSoup(html, "lxml")
    whole = [f"a part has a <{name}> of its own" for name in WHOLE_PAGE if f"<{name}" in html]
    return whole + [problem for check in CHECKS if check not in (_heading_and_title, _frame) for problem in check(part)]


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def _heading_and_title(page: BeautifulSoup) -> list[str]:
    headings, title = page.find_all("h1"), _text(page.title)
    if len(headings) != 1:
        return [f"there are {len(headings)} h1, there must be one"]
    wanted = _text(headings[0])
    shown = title.removeprefix("Fout: ")
    fits = bool(wanted) and shown.startswith(wanted)
    found = [] if fits else [f"the title {title!r} does not start with the h1 {wanted!r}"]
    if bool(page.select_one(".govuk-error-summary")) != title.startswith("Fout: "):
        found.append(f"the title {title!r} and the error summary do not agree")
    return found


def _frame(page: BeautifulSoup) -> list[str]:
    found = []
    if page.html is None or page.html.get("lang") != "nl-BE":
        found.append("the page does not say that it is in Dutch")
    skip = page.find("a")
    if skip is None or skip.get("href") != "#inhoud" or page.find("main", id="inhoud") is None:
        found.append("the first link does not skip to the content")
    found += [f"there is no {name}" for name in ("header", "main", "footer") if page.find(name) is None]
    return found


def _ids(page: BeautifulSoup) -> list[str]:
    counted = Counter(tag["id"] for tag in page.find_all(id=True))
    found = [f"the id {name!r} stands {count} times" for name, count in counted.items() if count > 1]
    for attribute in REFERENCES:
        for tag in page.find_all(attrs={attribute: True}):
            found += [f"{attribute} of <{tag.name}> names {name!r}, which is not there"
                      for name in str(tag[attribute]).split() if name not in counted]
    return found


def _labels(page: BeautifulSoup) -> list[str]:
    labelled = {tag["for"] for tag in page.find_all("label", attrs={"for": True}) if _text(tag)}
    return [
        f"{tag.name} {tag.get('name')!r} has no label"
        for tag in page.find_all(LABELLED)
        if tag.get("type") not in NO_LABEL and tag.get("id") not in labelled and not tag.get("aria-label")
    ]


def _links(page: BeautifulSoup) -> list[str]:
    ids = {tag["id"] for tag in page.find_all(id=True)}
    found = []
    for link in page.find_all("a"):
        address = str(link.get("href", ""))
        if not _text(link):
            found.append(f"the link to {address!r} has no words")
        if address in {"", "#"} or (address.startswith("#") and address[1:] not in ids):
            found.append(f"the link {_text(link)!r} leads nowhere ({address!r})")
        if address.startswith(("http:", "https:", "//", "javascript:")):
            found.append(f"the link {_text(link)!r} leads out of the service")
    return found


def _buttons(page: BeautifulSoup) -> list[str]:
    found = [f"a button has no words: {tag}" for tag in page.find_all("button") if not _text(tag)]
    for form in page.find_all("form"):
        method = str(form.get("method", "get")).lower()
        if method == "post" and form.find("input", attrs={"name": "csrf_token"}) is None:
            found.append(f"the form to {form.get('action')!r} posts without a token")
    return found


def _nothing_inline(page: BeautifulSoup) -> list[str]:
    found = [f"<{tag.name}> has a style attribute" for tag in page.find_all(style=True)]
    found += ["there is a <style>" for _ in page.find_all("style")]
    found += ["there is a <script> with its text inside" for tag in page.find_all("script") if not tag.get("src")]
    found += [
        f"<{tag.name}> has {name}"
        for tag in page.find_all(True) for name in tag.attrs if re.match(r"on|hx-on", name) and name != "one"
    ]
    return found


def _pictures(page: BeautifulSoup) -> list[str]:
    return [f"the picture {tag.get('src')!r} has no words" for tag in page.find_all("img") if not tag.get("alt")]


def _headings(page: BeautifulSoup) -> list[str]:
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile(r"^h[1-6]$"))]
    start = levels.index(1) if 1 in levels else 0
    steps = zip(levels[start:], levels[start + 1 :], strict=False)
    return [f"after an h{before} comes an h{after}" for before, after in steps if after > before + 1]


def _fieldsets(page: BeautifulSoup) -> list[str]:
    return ["a fieldset has no legend" for tag in page.find_all("fieldset") if not _text(tag.find("legend"))]


CHECKS = (
    _heading_and_title, _frame, _ids, _labels, _links, _buttons, _nothing_inline, _pictures, _headings, _fieldsets
)
