"""What pages say to search engines, social networks and other programs."""
