"""The engines that look at a shipment: a window loads them behind itself, before the first shipment is looked at."""

from __future__ import annotations

import sys
from importlib import import_module

_ANALYSIS = "exporter_desk.services.analysis"
_MODULES = ("exporter_desk.services.case_service", _ANALYSIS)


def are_loaded() -> bool:
    """Tell whether the engines are there; until then the first look at a shipment takes long.

    A module that is still being imported is listed already, so its last word is asked for.
    """
    return hasattr(sys.modules.get(_ANALYSIS), "analyse")


def load() -> None:
    """Import what works on a shipment, then the engines; from any thread, once or more often."""
    for name in _MODULES:
        import_module(name)
