"""The wing of the city officers: teams, invitations, review, checks, withdrawals, and what officers see of them."""
