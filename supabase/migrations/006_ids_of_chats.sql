-- A user may give a new chat an id, as a front end does that shares the table: a random one.

set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('lucid.migrations')); end $$;

-- What follows from a user and an idempotency key is of version 5. Such an id could be known before its chat is there, and be
-- taken from it; one of version 4 is known to nobody but who made it.
drop policy if exists sessions_insert on public.chat_sessions;
create policy sessions_insert on public.chat_sessions for insert to authenticated
    with check (user_id = (select auth.uid()) and substr(id::text, 15, 1) = '4');
grant insert (id) on public.chat_sessions to authenticated;

-- Replaced by each later migration, and never lowered by one that runs again.
do $$
declare
    reached integer := 0;
begin
    if to_regprocedure('lucid.schema_version()') is not null then
        execute 'select lucid.schema_version()' into reached;
    end if;
    if reached < 6 then
        create or replace function lucid.schema_version() returns integer language sql immutable as 'select 6';
    end if;
    grant execute on function lucid.schema_version() to lucid_service;
end
$$;
