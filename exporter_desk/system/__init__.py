"""The world outside: paths, files, resources, clock, settings, logs, network."""
