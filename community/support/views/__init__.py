"""Pages of finding help, one module per word."""
