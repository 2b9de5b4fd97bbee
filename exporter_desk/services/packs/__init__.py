"""Signed packs: built, signed, fetched, looked at, installed and rolled back."""
