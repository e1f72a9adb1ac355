"""Signing in by the province's OpenID Connect provider (decision 0021); off without OIDC_ISSUER."""
