"""The processes behind ./run: embedded PostgreSQL and Valkey, web, worker and beat.

`__main__` reads the command; `up`, `manage` and `chores` are the commands. `state` is the folder with everything in it,
`account` whom the database servers run as, `binaries` where they come from, `processes` how children are
started, stopped and never left behind. `postgres` and `valkey` are one server each, `site` is ours.
"""
