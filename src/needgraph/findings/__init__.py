"""A finding, the place it is written at, and the waivers that accept it."""
