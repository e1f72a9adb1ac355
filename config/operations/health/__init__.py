"""Whether the portal is well: what is looked at, how long, and in which words it is told."""
