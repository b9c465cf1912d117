"""The few things every app needs and none owns: errors, actor, time, journal, ids, files, secrets, paging."""
