"""Benchmarks: how fast the engines are on this machine, beside what else there is."""
