"""The case file on paper: A4, in a Chinese font that travels with it; the same from desk and job."""
