"""What comes after closing: call-backs 回访 and the rates they give, the case file on paper, the archive.

A *call-back* is one try to ask the reporter how it went. It is *valid* when it was answered.
"""
