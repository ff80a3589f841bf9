"""The kinds of events, and how an event says in one number what happens to whom."""

LINK, EDGE_NODE, INSTANCE, BALANCER, STOCK, GATE, DEADLINE, RETRY, CLIENT = range(9)
"""The kinds of stations; an event of the same number lets a request go on at one of the kind."""

BACK, USER, START, THINK, WORK, TIMER, RELEASE, DOOR, GIVE_UP = range(9, 18)
CENSUS, PUSH, REPORT, TELL, FAULT = range(18, 23)
"""The other kinds of events; ``BACK`` is the end of a link's way back."""

KIND_SHIFT = 48
ARGUMENT = (1 << KIND_SHIFT) - 1
"""What an event is: its kind, and below that its argument."""
