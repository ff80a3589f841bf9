"""Experiments: a run, replications of it, and variants compared on the same crowd."""
