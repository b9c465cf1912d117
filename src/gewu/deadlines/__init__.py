"""Deadlines 时限: the working calendar of a place, and moments counted on it.

A *limit* is an amount and a unit. Working limits count only inside the working hours 工作时段 of working
days. A calendar year 年历 says which those are: public holidays 法定节假日, make-up working days 调休上班日.
A year not yet published is counted Monday to Friday; what was counted on it is *provisional* 暂定.
"""
