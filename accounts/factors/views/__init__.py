"""The pages of the second factor: at the sign-in, and in a person's own account."""
