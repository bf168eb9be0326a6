"""Things, collections, questions and exports as resources of HTTP."""
