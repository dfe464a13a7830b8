"""What an edition says about consent in a case, in every case, and where two editions collide."""
