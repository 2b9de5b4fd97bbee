"""Prepares a machine for the program and starts it; standard library only, since nothing is installed yet."""
