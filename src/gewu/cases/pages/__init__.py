"""The staff's pages of cases: lists, the case itself, the forms of its moves. The doors compose them."""
