"""Accounts as administrators look after them: ranks, locks, handing over, moving, importing."""
