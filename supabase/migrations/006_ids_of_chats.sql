-- A user may give a new chat an id, as a front end does that shares the table: a random one.

set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('lucid.migrations')); end $$;

-- What follows from a user and an idempotency key is of version 5. Such an id could be known before its chat is there, and be
-- taken from it; one of version 4 is known to nobody but who made it. What names the chat's session, and so its workspace, is
-- never a user's choice: it might be the name of another's.
create or replace function lucid.name_chat_of_user() returns trigger language plpgsql security invoker set search_path = ''
as $$
begin
    if current_user = 'authenticated' then
        if pg_catalog.substr(new.id::text, 15, 1) <> '4' then
            raise exception using errcode = 'insufficient_privilege',
                message = 'A chat''s id must be random: a UUID of version 4, or none.';
        end if;
        new.agent_session_id := pg_catalog.gen_random_uuid()::text;
    end if;
    return new;
end
$$;
revoke all on function lucid.name_chat_of_user() from public;
create or replace trigger chat_sessions_name before insert on public.chat_sessions
    for each row execute function lucid.name_chat_of_user();
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
