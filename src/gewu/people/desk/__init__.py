"""The desk's pages about people: who there is, what they hold, who is away, who is invited and who goes."""
