"""What city officers and staff see of cities in Wagtail's admin."""
