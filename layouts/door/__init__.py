"""Who asks, who may what, and the token that every form carries."""
