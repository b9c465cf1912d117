"""Joint work 联建: agreements of six kinds, community work days and collective visits over the layers.

A work day 社区工作日 takes offices out of their rooms: every visit falls on a grid and on what was found
there (四个一线), and what is found is settled on the spot or becomes a case. Nobody is counted.
"""
