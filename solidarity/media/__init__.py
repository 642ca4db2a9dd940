"""Pictures, documents and films: how they are uploaded, decoded, shown, and by whom they are used."""
