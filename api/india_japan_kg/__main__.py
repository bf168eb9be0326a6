"""``python -m india_japan_kg`` is ``ijkg``."""

from india_japan_kg.commands.main import main

main()
