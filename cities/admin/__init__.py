"""The admin's extensions for cities: views, and the hooks that register them. Business rules belong to the models."""
