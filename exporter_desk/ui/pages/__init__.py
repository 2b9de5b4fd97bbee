"""The pages of the window, one module each; they know a Session and show what it says.

Places are named in `places`: the composition root registers each page under its name. A page of an open case derives
from `case_page.CasePage`, which opens the case, draws breadcrumb and step strip, and follows every change.
"""
