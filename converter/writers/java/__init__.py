"""Java code, laid out as google-java-format does."""
