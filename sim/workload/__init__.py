"""Workloads: what arrives, as SimPy processes that send requests and record what they got."""
