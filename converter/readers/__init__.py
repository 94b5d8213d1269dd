"""What is converted, read into a Stack."""
