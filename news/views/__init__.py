"""The citizens' pages: function views that fetch what is public and render it."""
