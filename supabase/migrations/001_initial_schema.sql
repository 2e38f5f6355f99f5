-- Roles, accounts, chats and their messages, with the columns that earlier clients know.
--
-- Runs on a plain PostgreSQL and on Supabase, where roles, auth.users and auth.uid() exist already, through Lucid or in an
-- SQL editor: what is found is used, what is missing is made, and running it again changes nothing.

set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('lucid.migrations')); end $$;

-- Tables of these names may be an earlier system's, which Lucid takes over, or somebody else's, which it leaves alone.
do $$
declare
    misfit text;
begin
    with expected (relation, named, earlier, types) as (
        values
            ('users', 'id', 'id', 'uuid'),
            ('users', 'email', 'email', 'text'),
            ('users', 'name', 'name', 'text'),
            ('users', 'avatar_url', 'avatarUrl', 'text'),
            ('users', 'created_at', 'createdAt', 'timestamp with time zone'),
            ('users', 'updated_at', 'updatedAt', 'timestamp with time zone'),
            ('chat_sessions', 'id', 'id', 'uuid'),
            ('chat_sessions', 'user_id', 'userId', 'uuid'),
            ('chat_sessions', 'agent_session_id', 'agentSessionId', 'text'),
            ('chat_sessions', 'project_id', 'projectId', 'text'),
            ('chat_sessions', 'title', 'title', 'text'),
            ('chat_sessions', 'model_provider', 'modelProvider', 'text'),
            ('chat_sessions', 'is_active', 'isActive', 'boolean'),
            ('chat_sessions', 'created_at', 'createdAt', 'timestamp with time zone'),
            ('chat_sessions', 'updated_at', 'updatedAt', 'timestamp with time zone'),
            ('chat_messages', 'id', 'id', 'uuid'),
            ('chat_messages', 'session_id', 'sessionId', 'uuid'),
            ('chat_messages', 'role', 'role', 'text'),
            ('chat_messages', 'content', 'content', 'text'),
            ('chat_messages', 'event_type', 'eventType', 'text'),
            ('chat_messages', 'metadata_json', 'metadataJson', 'jsonb'),
            ('chat_messages', 'created_at', 'createdAt', 'timestamp with time zone'),
            ('integrations', 'id', 'id', 'uuid'),
            ('integrations', 'user_id', 'userId', 'uuid'),
            ('integrations', 'provider', 'provider', 'text'),
            ('integrations', 'label', 'label', 'text'),
            ('integrations', 'access_token_encrypted', 'accessTokenEncrypted', 'text'),
            ('integrations', 'iv', 'iv', 'text'),
            ('integrations', 'external_username', 'externalUsername', 'text'),
            ('integrations', 'scopes', 'scopes', 'text'),
            ('integrations', 'created_at', 'createdAt', 'timestamp with time zone')
    ), relations as (
        select oid, relname, relkind from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'f', 'p')
            and relname in (select relation from expected)
    ), columns as (
        select relname, attname, attnotnull and not atthasdef and attidentity = '' as wants_value,
            replace(format_type(atttypid, null), 'character varying', 'text') as type
        from relations join pg_attribute on attrelid = relations.oid and attnum > 0 and not attisdropped
    ), misfits as (
        select relname, 'it is no table' as reason from relations where relkind <> 'r'
        union all
        select relname, 'it has no column ' || named || ' of the type ' || types
        from relations join expected on relation = relname
        where relkind = 'r' and not exists (
            select from columns
            where columns.relname = relations.relname and attname in (named, earlier) and type = types
        )
        union all
        select relname, 'it has a column ' || attname || ' that needs a value' from columns
        where wants_value and attname <> 'seq' and not exists (
            select from expected where relation = relname and attname in (named, earlier)
        )
    )
    select 'The table public.' || relname || ' is another system''s: ' || reason || '. Lucid keeps its chats in'
        || ' public.users, chat_sessions, chat_messages and integrations. Give Lucid a database of its own, or rename'
        || ' the table, and migrate again. Nothing was changed'
    into misfit from misfits order by relname, reason limit 1;
    if misfit is not null then
        raise exception '%', misfit using errcode = 'object_not_in_prerequisite_state';
    end if;
end
$$;
-- Up to here nothing is changed.

create schema if not exists lucid;
comment on schema lucid is 'What belongs to Lucid alone; nothing here is reachable through an API.';
revoke all on schema lucid from public;

do $$
declare
    role_name text;
begin
    foreach role_name in array array['anon', 'authenticated', 'lucid_service'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            begin
                execute format('create role %I nologin noinherit', role_name);
                execute format('grant %I to %I', role_name, current_user);
                if role_name = 'lucid_service' then
                    comment on role lucid_service is 'What Lucid does by itself (the log, leases, recovery), under'
                        ' policies and grants for exactly those statements.';
                end if;
            exception when duplicate_object or unique_violation then
                null; -- the same, for another database of this server
            end;
        end if;
    end loop;
end
$$;

do $$
begin
    if to_regclass('auth.users') is null then
        create schema if not exists auth;
        create table auth.users (
            id uuid primary key default gen_random_uuid(),
            email text,
            raw_user_meta_data jsonb not null default '{}',
            created_at timestamptz not null default now()
        );
        alter table auth.users enable row level security;
        -- The mark by which Lucid knows later on that it may add users here.
        comment on table auth.users is 'Made by Lucid';
    end if;
    if to_regprocedure('auth.uid()') is null then
        create function auth.uid() returns uuid language sql stable as $uid$
            select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
        $uid$;
    end if;
    if pg_catalog.obj_description('auth.users'::regclass) = 'Made by Lucid' then
        grant usage on schema auth to anon, authenticated, lucid_service;
    end if;
end
$$;

-- An earlier form of these tables named some columns in another way.
do $$
declare
    renamed record;
begin
    for renamed in
        select relname, attname, lower(regexp_replace(attname, '([A-Z])', '_\1', 'g')) as named
        from pg_attribute join pg_class on pg_class.oid = attrelid
        where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
            and relname in ('users', 'chat_sessions', 'chat_messages', 'integrations')
            and attname in ('avatarUrl', 'createdAt', 'updatedAt', 'userId', 'agentSessionId', 'projectId',
                'modelProvider', 'isActive', 'sessionId', 'eventType', 'metadataJson', 'accessTokenEncrypted',
                'externalUsername')
    loop
        execute format('alter table public.%I rename column %I to %I', renamed.relname, renamed.attname, renamed.named);
    end loop;
end
$$;

-- A function of this usual name may be there: one that does as much is replaced; another's stays, with Lucid's beside it.
do $$
declare
    theirs text := (select prosrc from pg_proc where oid = to_regprocedure('public.set_updated_at()'));
    function_name text := 'public.set_updated_at()';
begin
    if theirs !~* '^\s*begin\s+new\."?updated_?at"?\s*:?=\s*now\(\)\s*;\s*return\s+new\s*;\s*end\s*;?\s*$' then
        function_name := 'lucid.set_updated_at()';
    end if;
    execute format($make$
        create or replace function %s returns trigger language plpgsql set search_path = '' as $body$
        begin
            new.updated_at = now();
            return new;
        end
        $body$
        $make$, function_name);
    execute format('revoke all on function %s from public, anon, authenticated', function_name);
end
$$;

create table if not exists public.users (
    id uuid primary key references auth.users (id) on delete cascade,
    email text unique not null,
    name text,
    avatar_url text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index if not exists ix_users_email on public.users (email);
create index if not exists ix_users_email_lower on public.users (lower(email));

create table if not exists public.chat_sessions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.users (id) on delete cascade,
    agent_session_id text,
    project_id text,
    title varchar(255),
    model_provider varchar(50),
    is_active boolean default true,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
);
create index if not exists ix_chat_sessions_user_id on public.chat_sessions (user_id);

create table if not exists public.chat_messages (
    id uuid primary key default gen_random_uuid(),
    session_id uuid not null references public.chat_sessions (id) on delete cascade,
    role varchar(20) not null,
    content text not null,
    event_type varchar(100),
    metadata_json jsonb,
    created_at timestamptz default now()
);

do $$
begin
    execute format(
        'create or replace trigger users_updated_at before update on public.users for each row execute function %s()',
        coalesce(to_regprocedure('lucid.set_updated_at()'), to_regprocedure('public.set_updated_at()'))::oid::regproc);
end
$$;

-- Makes an account's profile. An e-mail that another account has stays that one's.
create or replace function lucid.make_profile(account uuid, email text, name text, picture text) returns void
    language plpgsql set search_path = '' as $$
begin
    if exists (select from public.users other where lower(other.email) = lower(make_profile.email)) then
        email := null;
    end if;
    insert into public.users (id, email, name, avatar_url)
    values (account, coalesce(make_profile.email, account || '@users.invalid'), make_profile.name, picture)
    on conflict do nothing;
    if not found then
        insert into public.users (id, email, name, avatar_url)
        values (account, account || '@users.invalid', make_profile.name, picture)
        on conflict do nothing;
    end if;
end
$$;
revoke all on function lucid.make_profile(uuid, text, text, text) from public;

-- Each account gets its profile, whoever makes the account. A function or a trigger of the usual names may be there: if it
-- fills this table it is replaced, else it is another's, and Lucid's lie beside it.
do $$
declare
    theirs text := (select prosrc from pg_proc where oid = to_regprocedure('public.handle_new_user()'));
    function_name text := 'public.handle_new_user()';
    trigger_name text := 'on_auth_user_created';
begin
    if theirs !~* 'insert\s+into\s+("?public"?\.)?"?users"?\s' and theirs !~ 'lucid\.make_profile' then
        function_name := 'lucid.handle_new_user()';
    end if;
    execute format($make$
        create or replace function %s returns trigger language plpgsql security definer set search_path = '' as $body$
        begin
            perform lucid.make_profile(
                new.id,
                new.email,
                coalesce(new.raw_user_meta_data ->> 'full_name', new.raw_user_meta_data ->> 'name'),
                coalesce(new.raw_user_meta_data ->> 'avatar_url', new.raw_user_meta_data ->> 'picture'));
            return new;
        end
        $body$
        $make$, function_name);
    execute format('revoke all on function %s from public, anon, authenticated', function_name);
    -- Where auth.users is another's, its triggers can be added to but not dropped.
    if not exists (
        select from pg_trigger
        where tgrelid = 'auth.users'::regclass and tgfoid = to_regprocedure(function_name)
    ) then
        if exists (select from pg_trigger where tgrelid = 'auth.users'::regclass and tgname = trigger_name) then
            trigger_name := 'lucid_' || trigger_name;
        end if;
        execute format('create trigger %I after insert on auth.users for each row execute function %s',
            trigger_name, function_name);
    end if;
end
$$;

-- What a request's user may see and do. A policy that is found and is none of these is dropped: it would add to them.
do $$
declare
    stray record;
begin
    for stray in
        select tablename, policyname from pg_policies
        where schemaname = 'public' and tablename in ('users', 'chat_sessions', 'chat_messages')
            and policyname not like 'service\_%'
    loop
        execute format('drop policy %I on public.%I', stray.policyname, stray.tablename);
    end loop;
end
$$;

alter table public.users enable row level security;
create policy users_select_own on public.users for select to authenticated using (id = (select auth.uid()));
create policy users_update_own on public.users for update to authenticated
    using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy users_insert on public.users for insert to authenticated with check (false);
create policy users_delete on public.users for delete to authenticated using (false);

alter table public.chat_sessions enable row level security;
create policy sessions_select on public.chat_sessions for select to authenticated
    using (user_id = (select auth.uid()));
create policy sessions_insert on public.chat_sessions for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy sessions_update on public.chat_sessions for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy sessions_delete on public.chat_sessions for delete to authenticated
    using (user_id = (select auth.uid()));

alter table public.chat_messages enable row level security;
create policy messages_select on public.chat_messages for select to authenticated
    using (session_id in (select id from public.chat_sessions where user_id = (select auth.uid())));
create policy messages_insert on public.chat_messages for insert to authenticated
    with check (session_id in (select id from public.chat_sessions where user_id = (select auth.uid())));
create policy messages_update on public.chat_messages for update to authenticated using (false) with check (false);
create policy messages_delete on public.chat_messages for delete to authenticated
    using (session_id in (select id from public.chat_sessions where user_id = (select auth.uid())));

-- Users name and delete their chats; what a chat is bound to, and every message, Lucid writes: a row that a user could
-- write himself might be a forged approval, a hole in the numbers or another's session.
grant usage on schema public to anon, authenticated, lucid_service;
grant usage on schema lucid to lucid_service;
revoke all on public.users, public.chat_sessions, public.chat_messages from public, anon, authenticated;
grant select on public.users, public.chat_sessions, public.chat_messages to authenticated;
grant update (name, avatar_url) on public.users to authenticated;
grant delete on public.chat_sessions to authenticated;
grant insert (id, user_id, title, project_id, model_provider) on public.chat_sessions to authenticated;
grant update (title) on public.chat_sessions to authenticated;
