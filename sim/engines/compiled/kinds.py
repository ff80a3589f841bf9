"""The kinds of events, and how an event says in one number what happens to whom."""

RESUME, TIMER, RELEASE, DOOR, GIVE_UP, USER, WORK, START, THINK = range(9)
CENSUS, PUSH, REPORT, TELL, FAULT = range(9, 14)
"""The kinds of events."""

KIND_SHIFT = 48
ARGUMENT = (1 << KIND_SHIFT) - 1
"""What an event is: its kind, and below that its argument."""
