"""How words are strung together in the language of the window."""

from exporter_desk.ui.i18n import language


def comma() -> str:
    """Between the parts of an enumeration."""
    return "、" if language() == "zh" else ", "
