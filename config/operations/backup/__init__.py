"""Backup and restore: the database, pictures and attachments, and the settings without secrets."""
