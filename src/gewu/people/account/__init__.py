"""A person's own pages: who I am here, how I sign in, where I am signed in, what is kept of me."""
