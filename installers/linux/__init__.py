"""Makes the Linux bundle: one folder that runs with the Python of the system, without a network."""
