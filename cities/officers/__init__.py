"""City officers: their teams, invitations, submissions and reviews, yearly checks, withdrawals, and admin pages."""
