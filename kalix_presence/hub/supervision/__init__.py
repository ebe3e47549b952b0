"""What runs for ever, begun again and told of; and how what went wrong is logged."""
