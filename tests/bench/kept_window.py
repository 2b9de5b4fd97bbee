"""The baseline of the same modules, brought in from kept code as the desk does (`exporter_desk.ui.bindings`)."""

import sys

from exporter_desk.ui import bindings

if __name__ == "__main__":
    bindings.load()
    from tests.bench.bare_window import main

    sys.exit(main([*sys.argv, "--same"]))
