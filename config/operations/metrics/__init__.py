"""Numbers of the portal's work, counted by all processes of a machine and read by Prometheus."""
