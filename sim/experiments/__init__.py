"""Experiments: a run, and a comparison of variants on the same crowd."""
