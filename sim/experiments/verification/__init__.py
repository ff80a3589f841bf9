"""Verification: claims of theory, tried on the installed package."""
