"""What is asked of who looks for help, one module per word."""
