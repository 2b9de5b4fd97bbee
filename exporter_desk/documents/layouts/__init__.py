"""The four kinds of page: grid (fixed boxes), flow (running text), table (lists), letter."""

from exporter_desk.documents.layouts import flow, grid, letter, table

LAYOUTS = {"grid": grid.compose, "flow": flow.compose, "table": table.compose, "letter": letter.compose}

__all__ = ["LAYOUTS"]
