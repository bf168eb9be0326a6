"""What every HTTP answer shares, and in which no RDF is known."""
