"""Policies: pure decisions, one a file, shared by the simulator and the real edge service.

A policy has no clock, no input or output and no random source: the time (an int of
nanoseconds that never decreases) and a draw (a float in the open interval (0, 1)) are
arguments. It holds its own state, plain numbers and lists of them, and nothing else.

What a scenario may set is keyword-only in the constructor; what the builder knows (how many
instances there are) is positional. A parameter out of range is a ValueError that says what was
wanted and what came. The rule of a policy is a small function of plain numbers beside its class,
so that it can also be compiled. A new policy is one file and one line in its registry.
"""
