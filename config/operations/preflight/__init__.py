"""The look before an installation or an upgrade: each module tells its findings about one thing."""
