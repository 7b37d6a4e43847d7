"""The hook of MkDocs: pages made from the code, and pages that stand elsewhere in the repository.

None of them is kept in docs/: what is made at every build cannot be out of date, and what stands
elsewhere is not copied.
"""

import posixpath
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from making.reference import reference_pages

ROOT = Path(__file__).parents[2]
#: Pages of the site that are files of the repository.
INCLUDED = {
    "promises.md": "PROMISES.md",
    "security.md": "SECURITY.md",
    "laws.md": "tests/laws/README.md",
    "benchmarks.md": "tests/benchmarks/NOTES.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
}
#: What MkDocs writes for servers; a folder on a disk has no use for it.
FOR_SERVERS = ("404.html", "sitemap.xml", "sitemap.xml.gz")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s:]+?)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are not in docs/."""
    pages = reference_pages() | {page: included(page) for page in INCLUDED}
    pages["decisions/index.md"] = decisions(Path(config.docs_dir) / "decisions")
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def on_post_build(config: MkDocsConfig) -> None:
    """Remove what only a server would use."""
    for name in FOR_SERVERS:
        Path(config.site_dir, name).unlink(missing_ok=True)


def included(page: str) -> str:
    """A file of the repository as a page: links go where the site has what they name."""
    source = INCLUDED[page]
    text = (ROOT / source).read_text(encoding="utf-8")
    return _LINK.sub(lambda link: _linked(link, page, posixpath.dirname(source)), text)


def _linked(link: re.Match[str], page: str, folder: str) -> str:
    """A link of an included file; what the site does not have is named and not linked."""
    words, target, place = link[1], link[2], link[3] or ""
    meant = posixpath.normpath(posixpath.join(folder, target))
    for name, source in INCLUDED.items():
        if meant == source:
            return f"[{words}]({name}{place})"
    if meant.startswith("docs/"):
        here = posixpath.dirname(page) or "."
        return f"[{words}]({posixpath.relpath(meant.removeprefix('docs/'), here)}{place})"
    return words


def decisions(folder: Path) -> str:
    """The list of the decision records, by their own headings."""
    rows = []
    for path in sorted(folder.glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        number, _, words = title.partition(". ")
        rows.append(f"| {number} | [{words}]({path.name}) |")
    return "\n".join([DECISIONS, "", "| | decision |", "|---|---|", *rows, ""])


DECISIONS = """# Decisions

The big choices, one page each: what it was about, what was decided, what follows, and when to look
again. A decision that is changed keeps its page; the page then says what replaced it."""
