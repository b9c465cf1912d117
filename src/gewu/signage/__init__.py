"""公示: who looks after a grid, told to everybody on a page, on cards, maps and plates; and who is missing.

A *contact card* names the person of a grid; a *handout* counts the cards given out at one house; a *plate*
hangs at a house or stands for a whole grid; a *print run* draws many of them as one PDF.
"""
