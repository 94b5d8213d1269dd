"""What the installed packages say about resource types, read and put together for the build."""
