"""The data as a publication: catalogue, VoID, releases, dumps and a feed of changes."""
