-- Who is let in, what sessions are open or prepared, and what was given for one chat alone.

set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('lucid.migrations')); end $$;

-- A user is here: has an account and a profile from now on, with what is newly known. False where accounts are
-- another's, and that one has none of this id.
create or replace function lucid.see_user(account uuid, email text, name text, picture text) returns boolean
    language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select from public.users where id = account) then
        if pg_catalog.obj_description('auth.users'::regclass) = 'Made by Lucid' then
            insert into auth.users (id, email, raw_user_meta_data)
            values (account, see_user.email, jsonb_strip_nulls(jsonb_build_object('name', see_user.name, 'picture', picture)))
            on conflict (id) do nothing;
        end if;
        if not exists (select from auth.users where id = account) then
            return false;
        end if;
        perform lucid.make_profile(account, see_user.email, see_user.name, picture);
    end if;
    update public.users profile
    set name = coalesce(see_user.name, profile.name), avatar_url = coalesce(picture, profile.avatar_url)
    where id = account and (profile.name is distinct from coalesce(see_user.name, profile.name)
        or profile.avatar_url is distinct from coalesce(picture, profile.avatar_url));
    begin
        update public.users profile set email = see_user.email
        where id = account and see_user.email is not null and profile.email <> see_user.email
            and not exists (
                select from public.users other where other.id <> account and lower(other.email) = lower(see_user.email)
            );
    exception when unique_violation then
        null; -- another account got it at the same moment
    end;
    return true;
end
$$;
revoke all on function lucid.see_user(uuid, text, text, text) from public;
grant execute on function lucid.see_user(uuid, text, text, text) to lucid_service;

-- Since when the chat's session is open; null if it is not.
alter table public.chat_sessions add column if not exists session_opened_at timestamptz;
create index if not exists ix_chat_sessions_open on public.chat_sessions (agent_session_id)
    where session_opened_at is not null;
grant update (session_opened_at) on public.chat_sessions to lucid_service;

-- Encrypted, as a whole, under the named key.
create table if not exists lucid.chat_secrets (
    session_id uuid primary key references public.chat_sessions (id) on delete cascade,
    secrets text not null,
    iv text not null,
    key_id text not null
);

-- Sessions that were prepared and not started; what is secret of them is encrypted.
create table if not exists lucid.session_drafts (
    id uuid primary key,
    user_id uuid not null references public.users (id) on delete cascade,
    start jsonb not null,
    created_at timestamptz not null,
    kept_at timestamptz not null default now(),
    secrets text,
    iv text,
    key_id text
);
create index if not exists ix_session_drafts_user on lucid.session_drafts (user_id);
create index if not exists ix_session_drafts_kept on lucid.session_drafts (kept_at);

-- For one use each; kept in a form that can't be used.
create table if not exists lucid.tickets (
    hash bytea primary key,
    user_id uuid not null,
    expires_at timestamptz not null
);
create index if not exists ix_tickets_expires on lucid.tickets (expires_at);

-- Whether there is such a session, open or prepared, whoever's it is: all that anybody learns of another's.
create or replace function lucid.session_exists(session uuid) returns boolean
    language sql stable security definer set search_path = '' as $$
    select exists (
        select from public.chat_sessions where agent_session_id = session::text and session_opened_at is not null
    ) or exists (
        select from lucid.session_drafts
        where id = session and kept_at > pg_catalog.statement_timestamp() - interval '30 minutes'
    )
$$;
revoke all on function lucid.session_exists(uuid) from public;
grant execute on function lucid.session_exists(uuid) to lucid_service;

-- A user sees the drafts of his own; all that is written here, Lucid writes.
do $$
declare
    known record;
    guarded text;
begin
    for known in
        select tablename, policyname from pg_policies
        where schemaname = 'lucid' and tablename in ('chat_secrets', 'session_drafts', 'tickets')
    loop
        execute format('drop policy %I on lucid.%I', known.policyname, known.tablename);
    end loop;
    foreach guarded in array array['chat_secrets', 'session_drafts', 'tickets'] loop
        execute format('alter table lucid.%I enable row level security', guarded);
        execute format('revoke all on lucid.%I from public, anon, authenticated, lucid_service', guarded);
        execute format('create policy users_insert on lucid.%I for insert to authenticated with check (false)', guarded);
        execute format('create policy users_update on lucid.%I for update to authenticated using (false) with check (false)',
            guarded);
        execute format('create policy users_delete on lucid.%I for delete to authenticated using (false)', guarded);
        execute format('create policy service_select on lucid.%I for select to lucid_service using (true)', guarded);
        execute format('create policy service_insert on lucid.%I for insert to lucid_service with check (true)', guarded);
    end loop;
end
$$;
create policy users_select on lucid.chat_secrets for select to authenticated using (false);
create policy users_select on lucid.tickets for select to authenticated using (false);
create policy users_select on lucid.session_drafts for select to authenticated using (user_id = (select auth.uid()));
grant usage on schema lucid to authenticated;
grant select on lucid.session_drafts to authenticated;

grant select, insert, update (secrets, iv, key_id) on lucid.chat_secrets to lucid_service;
grant select, insert, delete, update (secrets, iv, key_id) on lucid.session_drafts to lucid_service;
grant select, insert, delete on lucid.tickets to lucid_service;
create policy service_update on lucid.chat_secrets for update to lucid_service using (true) with check (true);
create policy service_update on lucid.session_drafts for update to lucid_service using (true) with check (true);
create policy service_delete on lucid.session_drafts for delete to lucid_service using (true);
create policy service_delete on lucid.tickets for delete to lucid_service using (true);

-- Replaced by each later migration, and never lowered by one that runs again.
do $$
declare
    reached integer := 0;
begin
    if to_regprocedure('lucid.schema_version()') is not null then
        execute 'select lucid.schema_version()' into reached;
    end if;
    if reached < 4 then
        create or replace function lucid.schema_version() returns integer language sql immutable as 'select 4';
    end if;
    grant execute on function lucid.schema_version() to lucid_service;
end
$$;
