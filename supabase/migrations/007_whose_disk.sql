-- A store has an id, so that folders which several stores share can tell whose sessions lie there.

set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('lucid.migrations')); end $$;

-- Made once. Whoever runs this again leaves it as it is: a store that is named anew is another one to what lies on disks.
do $$
begin
    if to_regprocedure('lucid.store_id()') is null then
        execute pg_catalog.format(
            'create function lucid.store_id() returns uuid language sql immutable as $f$select %L::uuid$f$',
            pg_catalog.gen_random_uuid());
    end if;
    revoke all on function lucid.store_id() from public;
    grant execute on function lucid.store_id() to lucid_service;
end
$$;

-- Replaced by each later migration, and never lowered by one that runs again.
do $$
declare
    reached integer := 0;
begin
    if to_regprocedure('lucid.schema_version()') is not null then
        execute 'select lucid.schema_version()' into reached;
    end if;
    if reached < 7 then
        create or replace function lucid.schema_version() returns integer language sql immutable as 'select 7';
    end if;
    grant execute on function lucid.schema_version() to lucid_service;
end
$$;
