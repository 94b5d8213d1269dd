"""What a conversion writes."""
