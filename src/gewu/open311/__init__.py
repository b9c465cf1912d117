"""The door of Open311 GeoReport v2: other programs report into the town and read what is public of it.

A *key* is what a program reports with; a *service* is a public category; a *request* is a case as everybody
may see it; the *sandbox* is where the test endpoint keeps what programs try out.
"""
