"""Server processes: one, or several behind one address that are replaced without a gap."""
