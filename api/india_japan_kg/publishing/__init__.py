"""The whole graph as a static site: files that any host can serve, with no server behind them."""
