"""Changes of tables in an upgrade: what waits, what it costs meanwhile, how it is made."""
