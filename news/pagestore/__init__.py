"""Finished pages for readers: kept, proved to hold, and handed out before Django."""
