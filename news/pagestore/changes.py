"""What the database says of changes to readers' pages: on which channel, in which rows."""

from datetime import timedelta

from django.db import connection

# Each change is announced here when it is committed; what is said is the name of a mark.
CHANNEL = "pages"
# The row of this name says that all rows of older transactions have been put away.
FORGOTTEN = ""
# A machine that hears nothing for longer makes all its pages anew.
KEPT = timedelta(days=1)
_FORGET = """
    WITH line AS (SELECT max(xid) AS xid FROM pagestore_change WHERE at < now() - %s),
    gone AS (DELETE FROM pagestore_change USING line WHERE pagestore_change.xid <= line.xid
        RETURNING pagestore_change.xid)
    INSERT INTO pagestore_change (xid, name, at)
        SELECT line.xid + 1, '', now() FROM line WHERE EXISTS (SELECT FROM gone)
        ON CONFLICT DO NOTHING
"""


def forget_old() -> int:
    """Put away the changes that every machine has heard of long ago; whether there were any."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [KEPT])
        return cursor.rowcount
