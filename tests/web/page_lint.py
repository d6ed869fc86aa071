"""What must be true of every page, whatever it shows."""

import re
from collections import Counter

from lxml import etree, html
from lxml.html import HtmlElement

LABELLED = ("input", "select", "textarea")
NO_LABEL = {"hidden", "submit", "button", "image"}
WHOLE_PAGE = ("html", "head", "body", "main", "header", "footer")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for")


class Elements:
    """The elements of a page, gone through once: every test looks at every page it fetches."""

    def __init__(self, page: HtmlElement) -> None:
        self.all: list[HtmlElement] = list(page.iter(etree.Element))
        self._named: dict[str, list[HtmlElement]] = {}
        for tag in self.all:
            self._named.setdefault(tag.tag, []).append(tag)

    def named(self, *names: str) -> list[HtmlElement]:
        """Those with one of these names."""
        return [tag for name in names for tag in self._named.get(name, [])]

    def having(self, attribute: str) -> list[HtmlElement]:
        """Those with this attribute."""
        return [tag for tag in self.all if attribute in tag.attrib]


def problems_of(text: str) -> list[str]:
    """Everything that is wrong with a whole page, in sentences; empty when nothing is."""
    return problems_in(html.document_fromstring(text))


def problems_in(page: HtmlElement) -> list[str]:
    """The same, of a page that was read."""
    elements = Elements(page)
    return [problem for check in CHECKS for problem in check(elements)]


def problems_of_part(text: str) -> list[str]:
    """Everything that is wrong with a part that comes to stand inside a page; empty when nothing is."""
    part = Elements(html.document_fromstring(text or "<p></p>"))  # htmx can take something away
    whole = [f"a part has a <{name}> of its own" for name in WHOLE_PAGE if f"<{name}" in text]
    return whole + [problem for check in CHECKS if check not in (_heading_and_title, _frame) for problem in check(part)]


def _text(tag: HtmlElement | None) -> str:
    return " ".join(" ".join(tag.itertext(etree.Element)).split()) if tag is not None else ""


def _heading_and_title(elements: Elements) -> list[str]:
    headings, title = elements.named("h1"), _text(next(iter(elements.named("title")), None))
    if len(headings) != 1:
        return [f"there are {len(headings)} h1, there must be one"]
    wanted = _text(headings[0])
    shown = title.removeprefix("Fout: ")
    # A page of a counter that names somebody in its h1 has a title of its own: the browser keeps that in its history.
    fits = bool(wanted) and (shown.startswith(wanted) or _is_at_a_desk(elements))
    found = [] if fits else [f"the title {title!r} does not start with the h1 {wanted!r}"]
    found += [f"the title {title!r} names {name!r}" for name in _customer(elements) if name in title]
    summary = bool(_of_class(elements, "govuk-error-summary"))
    if summary != title.startswith("Fout: "):
        found.append(f"the title {title!r} and the error summary do not agree")
    return found


def _is_at_a_desk(elements: Elements) -> bool:
    return any(link.get("href") == "/loket" for who in _of_class(elements, "ml-who") for link in who.iter("a"))


def _customer(elements: Elements) -> list[str]:
    return [_text(name) for bar in _of_class(elements, "ml-assist") for name in bar.iter("strong")]


def _of_class(elements: Elements, name: str) -> list[HtmlElement]:
    return [tag for tag in elements.having("class") if name in tag.get("class").split()]


def _frame(elements: Elements) -> list[str]:
    found = []
    if [tag.get("lang") for tag in elements.named("html")] != ["nl-BE"]:
        found.append("the page does not say that it is in Dutch")
    links, main = elements.named("a"), elements.named("main")
    if not links or links[0].get("href") != "#inhoud" or "inhoud" not in [tag.get("id") for tag in main]:
        found.append("the first link does not skip to the content")
    found += [f"there is no {name}" for name in ("header", "main", "footer") if not elements.named(name)]
    return found


def _ids(elements: Elements) -> list[str]:
    counted = Counter(tag.get("id") for tag in elements.having("id"))
    found = [f"the id {name!r} stands {count} times" for name, count in counted.items() if count > 1]
    for attribute in REFERENCES:
        for tag in elements.having(attribute):
            found += [f"{attribute} of <{tag.tag}> names {name!r}, which is not there"
                      for name in tag.get(attribute).split() if name not in counted]
    return found


def _labels(elements: Elements) -> list[str]:
    labelled = {tag.get("for") for tag in elements.named("label") if "for" in tag.attrib and _text(tag)}
    return [
        f"{tag.tag} {tag.get('name')!r} has no label"
        for tag in elements.named(*LABELLED)
        if tag.get("type") not in NO_LABEL and tag.get("id") not in labelled and not tag.get("aria-label")
    ]


def _links(elements: Elements) -> list[str]:
    ids = {tag.get("id") for tag in elements.having("id")}
    found = []
    for link in elements.named("a"):
        address = str(link.get("href", ""))
        if not _text(link):
            found.append(f"the link to {address!r} has no words")
        if address in {"", "#"} or (address.startswith("#") and address[1:] not in ids):
            found.append(f"the link {_text(link)!r} leads nowhere ({address!r})")
        if address.startswith(("http:", "https:", "//", "javascript:")):
            found.append(f"the link {_text(link)!r} leads out of the service")
    return found


def _buttons(elements: Elements) -> list[str]:
    found = [f"a button has no words: {html.tostring(tag)}" for tag in elements.named("button") if not _text(tag)]
    for form in elements.named("form"):
        method = str(form.get("method", "get")).lower()
        if method == "post" and form.find(".//input[@name='csrf_token']") is None:
            found.append(f"the form to {form.get('action')!r} posts without a token")
    return found


def _summary(elements: Elements) -> list[str]:
    lists = _of_class(elements, "govuk-error-summary__list")
    lines = [_text(line) for one in lists for line in one.iter("li")]
    found = [f"the error summary says {line!r} {count} times" for line, count in Counter(lines).items() if count > 1]
    places = {tag.get("id"): place for place, tag in enumerate(elements.having("id"))}
    named = [str(link.get("href")).removeprefix("#") for one in lists for link in one.iter("a")]
    order = [places[name] for name in named if name in places]
    return found + ([] if order == sorted(order) else ["the error summary has another order than the page"])


def _nothing_inline(elements: Elements) -> list[str]:
    found = [f"<{tag.tag}> has a style attribute" for tag in elements.having("style")]
    found += ["there is a <style>" for _ in elements.named("style")]
    found += ["there is a <script> with its text inside" for tag in elements.named("script") if not tag.get("src")]
    found += [
        f"<{tag.tag}> has {name}"
        for tag in elements.all for name in tag.attrib if re.match(r"on|hx-on", name) and name != "one"
    ]
    return found


def _pictures(elements: Elements) -> list[str]:
    return [f"the picture {tag.get('src')!r} has no words" for tag in elements.named("img") if not tag.get("alt")]


def _headings(elements: Elements) -> list[str]:
    levels = [int(tag.tag[1]) for tag in elements.all if re.fullmatch("h[1-6]", tag.tag)]
    start = levels.index(1) if 1 in levels else 0
    steps = zip(levels[start:], levels[start + 1 :], strict=False)
    return [f"after an h{before} comes an h{after}" for before, after in steps if after > before + 1]


def _fieldsets(elements: Elements) -> list[str]:
    return ["a fieldset has no legend" for tag in elements.named("fieldset") if not _text(tag.find(".//legend"))]


CHECKS = (
    _heading_and_title, _frame, _ids, _labels, _links, _buttons, _summary, _nothing_inline, _pictures, _headings,
    _fieldsets,
)
