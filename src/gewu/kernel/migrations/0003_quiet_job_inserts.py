"""Procrastinate announces every new job by NOTIFY, which takes a server-wide lock at commit: writers would queue.

Workers poll instead. The function behind the trigger becomes empty as well, so that a trigger which a later
version of procrastinate makes again stays silent.
"""

from django.db import migrations

DROP = """
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT tgname FROM pg_trigger
        WHERE tgrelid = 'procrastinate_jobs'::regclass AND NOT tgisinternal
          AND tgname LIKE 'procrastinate_jobs_notify_queue_job_inserted%'
    LOOP
        EXECUTE format('DROP TRIGGER %I ON procrastinate_jobs', found.tgname);
    END LOOP;
END;
$$;

CREATE OR REPLACE FUNCTION procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END;';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_receipts"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop)]
