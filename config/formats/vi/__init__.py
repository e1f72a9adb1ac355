"""Formats of the Vietnamese language."""
