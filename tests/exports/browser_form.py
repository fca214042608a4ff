"""What a browser would send of a form that it was shown and nobody touched."""

from html.parser import HTMLParser


class Reader(HTMLParser):
    """Collects the successful controls of the form with this id, as browsers do."""

    def __init__(self, form: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wanted, self.inside = form, False
        self.sent: dict[str, list[str]] = {}
        self.area: str | None = None
        self.text: list[str] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = has.get("id") == self.wanted
        elif not self.inside or "disabled" in has:
            return
        elif tag == "input" and has.get("type") not in ("checkbox", "radio"):
            self.send(has["name"], has.get("value", ""))
        elif tag == "input" and "checked" in has:
            self.send(has["name"], has.get("value", "on"))
        elif tag == "select":
            self.select = has["name"]
        elif tag == "option" and self.select and "selected" in has:
            self.send(self.select, has["value"])
        elif tag == "textarea":
            self.area, self.text = has["name"], []

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area is not None:
            # A line end right behind the tag is none of the text.
            self.send(self.area, "".join(self.text).removeprefix("\n"))
            self.area = None

    def send(self, name: str, value: str) -> None:
        """Line ends go over the wire as CRLF, whatever they were."""
        lines = value.replace("\r\n", "\n").replace("\r", "\n")
        self.sent.setdefault(name, []).append(lines.replace("\n", "\r\n"))


def filled(page: str, form: str = "recipe") -> dict[str, list[str]]:
    reader = Reader(form)
    reader.feed(page)
    reader.sent.pop("csrfmiddlewaretoken", None)
    return reader.sent
