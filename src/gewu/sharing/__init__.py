"""What offices share, so that no form asks for it again 一数一源: the catalogue as data and its check.

An *item* is a field that an office supplies; what sharing gives, nobody asks (政务数据共享条例 第十九条).
"""
