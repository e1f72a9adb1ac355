"""Pure functions on text: no Django model, no database, no request."""
