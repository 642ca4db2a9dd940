"""Date formats of languages for which Django's are not European: day first, and weeks that begin on Monday."""
