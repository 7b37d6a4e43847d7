"""How it looks: a built map as one HTML file that opens anywhere, with no network; a quick look."""

from potay.render.chart import Chart, Sheet, chart
from potay.render.page import render_page

__all__ = ["Chart", "Sheet", "chart", "render_page"]
