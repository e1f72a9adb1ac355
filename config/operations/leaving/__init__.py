"""The whole portal as files that anybody can read, and a portal made of such files."""
