"""The role the application runs under owns nothing, and can neither change nor remove a journal entry or a seal.

Where no role is named, or it does not exist and cannot be made (a database with a single user), this leaves things
as they are.
"""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Privileges on tables that later migrations make follow from the defaults.
GRANT = """
DO $$
DECLARE
    app constant name := %(role)s;
BEGIN
    IF app = '' THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = app) THEN
        IF NOT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
            RETURN;
        END IF;
        BEGIN
            EXECUTE format('CREATE ROLE %%I NOLOGIN', app);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %%I', app);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %%I', app);
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %%I', app);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public'
                   ' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %%I', app);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO %%I', app);
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON kernel_entry, kernel_seal, django_migrations FROM %%I', app);
    EXECUTE format('REVOKE INSERT ON django_migrations FROM %%I', app);
END;
$$
"""


def grant(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    role = schema_editor.quote_value(settings.APPLICATION_ROLE)
    schema_editor.execute(GRANT % {"role": role}, params=None)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_quiet_job_inserts")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
