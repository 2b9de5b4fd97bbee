"""Builds the Windows program on Linux: a stage of signed CPython, wheels and our files, and from it zip and setup."""
