"""What people type, one module per part of the site."""
