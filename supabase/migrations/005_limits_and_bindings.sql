-- How much waits unread in a chat; and what a user may write himself of his chats and integrations: nothing by which a token
-- of his could be sent elsewhere, or a chat's id be taken.

set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('lucid.migrations')); end $$;

-- In bytes: the messages since the latest turn began, as long as somebody is wanted who reads them.
alter table public.chat_heads add column if not exists unread bigint not null default 0;

-- A chat's id follows from its user and an idempotency key: who could choose one, could take it from another. Without one
-- the database makes it.
revoke insert (id) on public.chat_sessions from authenticated;
grant insert (id, user_id, title, project_id, model_provider) on public.chat_sessions to lucid_service;

-- Where a token lies encrypted, its user may read, replace and delete it: a front end that shares the table keeps tokens in
-- the earlier form, without a key's name and without a host, and writes each with "on conflict do update", which changes
-- all columns that it knows. All else Lucid writes.
revoke insert, update on public.integrations from authenticated;
grant insert (id, user_id, provider, label, access_token_encrypted, iv, external_username, scopes, created_at)
    on public.integrations to authenticated;
grant update (user_id, provider, label, access_token_encrypted, iv, external_username, scopes)
    on public.integrations to authenticated;
grant insert on public.integrations to lucid_service;
grant select (label, external_username, scopes, created_at, host) on public.integrations to lucid_service;
grant update (label, external_username, scopes, host) on public.integrations to lucid_service;

do $$
declare
    known record;
begin
    for known in
        select tablename, policyname from pg_policies
        where schemaname = 'public' and policyname = 'service_insert' and tablename in ('chat_sessions', 'integrations')
    loop
        execute format('drop policy %I on public.%I', known.policyname, known.tablename);
    end loop;
end
$$;
create policy service_insert on public.chat_sessions for insert to lucid_service with check (true);
create policy service_insert on public.integrations for insert to lucid_service with check (true);

-- Messages have no foreign key to their chat, by which an API over the tables would find them: this tells it.
create or replace function public.chat_messages(public.chat_sessions) returns setof public.chat_messages
    language sql stable security invoker
    as 'select * from public.chat_messages where session_id = $1.id';
revoke all on function public.chat_messages(public.chat_sessions) from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'anon') then
        revoke all on function public.chat_messages(public.chat_sessions) from anon;
    end if;
end
$$;
grant execute on function public.chat_messages(public.chat_sessions) to authenticated;

-- Replaced by each later migration, and never lowered by one that runs again.
do $$
declare
    reached integer := 0;
begin
    if to_regprocedure('lucid.schema_version()') is not null then
        execute 'select lucid.schema_version()' into reached;
    end if;
    if reached < 5 then
        create or replace function lucid.schema_version() returns integer language sql immutable as 'select 5';
    end if;
    grant execute on function lucid.schema_version() to lucid_service;
end
$$;
