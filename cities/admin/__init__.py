"""What cities add to Wagtail's admin: views and the hooks that register them. The rules stand in the models."""
