"""The verdict on a dossier."""
