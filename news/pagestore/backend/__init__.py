"""Django's own PostgreSQL backend, which listens to what is committed."""
