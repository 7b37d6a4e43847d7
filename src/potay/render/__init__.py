"""How it looks: a built map as one HTML file that opens anywhere, with no network."""

from potay.render.page import render_page

__all__ = ["render_page"]
