"""What the portal writes down of its work: in one form, findable, and without anybody's secret."""
