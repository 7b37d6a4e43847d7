"""The site: every link leads somewhere, nothing is fetched, every concept has its picture."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from docsite import ROOT, build, build_site

DOCS = ROOT / "docs"
#: Where literature stands; a reader may follow these, the site never does.
LITERATURE = {"doi.org"}
CONCEPTS = ("claims", "judgement", "readings", "audiences", "network", "page", "trust")
FETCHED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "link": "href",
           "object": "data", "embed": "src"}  # fmt: skip


class Page(HTMLParser):
    """What a page fetches, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched, self.links, self.styles = [], [], []
        self._in_style = False

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self._in_style = tag == "style"
        if FETCHED.get(tag) in told:
            self.fetched.append(told[FETCHED[tag]])
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        self.styles.append(told.get("style") or "")

    def handle_data(self, data):
        if self._in_style:
            self.styles.append(data)


def read(text):
    page = Page()
    page.feed(text)
    return page


def outside(addresses):
    return [one for one in addresses if urlsplit(one).scheme not in ("", "data")
            or one.startswith("//")]  # fmt: skip


def faults(site):
    """What of a site refers to anything outside that is no plain link to literature."""
    found = []
    for path in site.rglob("*.html"):
        page = read(path.read_text(encoding="utf-8"))
        found += [f"{path.name} fetches {one}" for one in outside(page.fetched)]
        found += [f"{path.name} styles {one}" for one in _asked_by("\n".join(page.styles))]
        found += [
            f"{path.name} links to {one}" for one in outside(page.links)
            if urlsplit(one).netloc not in LITERATURE
        ]  # fmt: skip
    for path in site.rglob("*.css"):
        found += [f"{path.name} asks for {one}"
                  for one in _asked_by(path.read_text(encoding="utf-8"))]  # fmt: skip
    return found


def _asked_by(style):
    asked = re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""", style)
    return outside(asked)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return build_site(tmp_path_factory.mktemp("site"))


def test_the_site_is_built_and_every_link_leads_somewhere(site):
    assert (site / "index.html").is_file()


def test_a_link_that_leads_nowhere_is_found(site, tmp_path):
    """The build is strict of links and of places within pages."""
    pages = tmp_path / "docs"
    pages.mkdir()
    (pages / "index.md").write_text("# A\n\n[b](b.md) [here](#none)\n", encoding="utf-8")
    rules = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    strict = rules[rules.index("validation:") : rules.index("markdown_extensions:")]
    (tmp_path / "mkdocs.yml").write_text(f"site_name: a\n{strict}", encoding="utf-8")
    code, said = build(tmp_path, tmp_path / "out")
    assert code != 0
    assert "'b.md', but the target is not found" in said
    assert "'#none', but there is no such anchor" in said


def test_no_page_refers_to_anything_outside_but_literature(site):
    assert faults(site) == []


def test_what_is_fetched_is_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<script src="https://cdn.example/a.js"></script><img src="data:image/png;base64,">'
        '<link href="//fonts.example/a.css"><a href="https://elsewhere.example/">there</a>'
        '<p style="background:url(https://b.example/c.png)"><a href="b.html#c">here</a>',
        encoding="utf-8",
    )
    (tmp_path / "a.css").write_text("@import 'https://d.example/d.css';", encoding="utf-8")
    assert faults(tmp_path) == [
        "a.html fetches https://cdn.example/a.js",
        "a.html fetches //fonts.example/a.css",
        "a.html styles https://b.example/c.png",
        "a.html links to https://elsewhere.example/",
        "a.css asks for https://d.example/d.css",
    ]


def test_search_works_from_the_disk(site):
    assert (site / "search" / "search_index.js").is_file()
    page = read((site / "index.html").read_text(encoding="utf-8"))
    assert "assets/iframe-worker.js" in page.fetched
    assert not any((site / name).exists() for name in ("404.html", "sitemap.xml"))


def test_the_same_sources_make_the_reference_of_this_code(site):
    text = (site / "reference" / "commands.html").read_text(encoding="utf-8")
    assert all(f'id="potay-{name}"' in text for name in ("build", "claim-add", "key-make"))
    python = (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert 'id="potay.Map"' in python
    assert "no honest answer" in python.lower()


def test_how_pages_are_made_is_no_page(site):
    assert not (site / "making").exists()


@pytest.mark.parametrize("name", CONCEPTS)
def test_every_concept_has_a_page_with_a_drawn_picture(name):
    text = (DOCS / "concepts" / f"{name}.md").read_text(encoding="utf-8")
    (picture,) = re.findall(r"!\[[^\]]{10,}\]\(\.\./pictures/(\w+\.svg)\)", text)
    drawn = (DOCS / "pictures" / picture).read_text(encoding="utf-8")
    assert 'role="img" aria-label="' in drawn
    assert "<image" not in drawn
    assert f"concepts/{name}.md" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_when_to_look_again(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40
    assert lines[0].startswith(f"# {path.name[:4]}. ")
    parts = [line[3:] for line in lines if line.startswith("## ")]
    assert parts == ["Context", "Decision", "Consequences", "Look again"]


def test_decisions_are_numbered_without_gaps():
    assert [int(path.name[:4]) for path in DECISIONS] == [*range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md"])
def test_what_a_page_names_of_the_repository_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|tests|docs|lock|data|layers|maps)/[\w./*-]*)`", text)
    named += re.findall(r"\]\(([^)#:]+)\)", text)
    assert named
    assert [one for one in named if not list(ROOT.glob(one.rstrip("/")))] == []


def test_targets_of_make_that_pages_name_exist():
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    for path in (ROOT / "CONTRIBUTING.md", ROOT / "README.md"):
        text = " ".join(path.read_text(encoding="utf-8").split())
        for target in re.findall(r"(?:`|```sh |; |# [^`]*? )make (\w+)", text):
            assert f"\n{target}:" in made, (path.name, target)


def test_nobody_says_safe():
    """No page promises what no report can: the word stands only where it is refused."""
    said = [
        (path.name, line)
        for path in (*DOCS.rglob("*.md"), ROOT / "README.md")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\bsafe\b", line, re.IGNORECASE) and "decisions" not in path.parts
    ]
    allowed = ("Never *safe*", "says that a way is safe", 'Never "safe"', "in a safe place")
    assert [one for one in said if not any(words in one[1] for words in allowed)] == []
