"""``python -m sim.cli`` is the floodgate command as well."""

from sim.cli import main

main()
