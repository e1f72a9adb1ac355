"""What stands behind the Makefile: the portal and its database started for trying and testing."""
