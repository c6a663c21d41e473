/// First file.
