"""Things of the graph: their names, what is said of them, and how properties are told."""
