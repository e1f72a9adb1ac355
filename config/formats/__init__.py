"""Our own date and number formats, found by Django through FORMAT_MODULE_PATH."""
