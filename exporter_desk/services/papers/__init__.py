"""Packets, batches, machine files and scans."""
