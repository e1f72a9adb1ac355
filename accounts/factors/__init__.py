"""What a person shows besides a password: an app's code, a passkey, a recovery code."""
