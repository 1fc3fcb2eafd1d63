"""Pages as a browser without scripts uses them: forms that are filled in and sent."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class Form:
    action: str
    method: str
    enctype: str
    fields: dict = field(default_factory=dict)
    files: list = field(default_factory=list)

    def send(self, session, page, changes=None, files=None, **options):
        """Sends the form as it stands, with some fields changed."""
        data = {**self.fields, **(changes or {})}
        options.setdefault("headers", {}).setdefault("Origin", session.server.url)
        if self.enctype == "multipart/form-data":
            options["files"] = files or {"": ("", b"")}
        return session.post(urljoin(page.url, self.action), data=data, **options)


def forms(page):
    """The posted forms of a page, with the values they show."""
    parser = FormParser()
    parser.feed(page.text)
    return [form for form in parser.forms if form.method == "post"]


def form(page, action):
    """The one form whose address ends so (queries apart)."""
    found = [form for form in forms(page) if form.action.split("?")[0].endswith(action)]
    assert len(found) == 1, f"{len(found)} forms end in {action}: {[form.action for form in forms(page)]}"
    return found[0]


class FormParser(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self._open, self._textarea, self._select = [], None, None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self._open = Form(
                attributes.get("action", ""),
                attributes.get("method", "get"),
                attributes.get("enctype", "application/x-www-form-urlencoded"),
            )
            self.forms.append(self._open)
        elif tag == "option" and self._select:
            # The first of a list is chosen unless another says so.
            if self._select not in self._open.fields or "selected" in attributes:
                self._open.fields[self._select] = attributes.get("value", "")
        elif self._open is None or "name" not in attributes:
            return
        elif tag == "select":
            self._select = attributes["name"]
        elif tag == "textarea":
            self._textarea = attributes["name"]
            self._open.fields[self._textarea] = ""
        elif tag == "input" and attributes.get("type") in ("checkbox", "radio") and "checked" not in attributes:
            return
        elif tag == "input" and attributes.get("type") == "file":
            self._open.files.append(attributes["name"])
        elif tag == "input":
            self._open.fields[attributes["name"]] = attributes.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea:
            # The line break after the tag is none of the text's.
            self._open.fields[self._textarea] = self._open.fields[self._textarea].removeprefix("\n")
            self._textarea = None

    def handle_data(self, text):
        if self._textarea:
            self._open.fields[self._textarea] += text
