-- Roles, accounts and who may see them. Runs on a plain PostgreSQL and on Supabase, where roles, auth.users and
-- auth.uid() exist already: what is found is used, what is missing is made.

set local client_min_messages = warning;

create schema if not exists lucid;
comment on schema lucid is 'What belongs to Lucid alone; nothing here is reachable through an API.';
revoke all on schema lucid from public;

do $$
declare
    role_name text;
begin
    foreach role_name in array array['anon', 'authenticated', 'lucid_service'] loop
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I nologin noinherit', role_name);
            execute format('grant %I to %I', role_name, current_user);
        end if;
    end loop;
end
$$;

comment on role lucid_service is
    'What Lucid does by itself (the log, leases, recovery), under policies and grants for exactly those statements.';

do $$
begin
    if to_regclass('auth.users') is null then
        create schema if not exists auth;
        create table auth.users (
            id uuid primary key default gen_random_uuid(),
            email text unique,
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

create or replace function public.set_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
    new.updated_at = now();
    return new;
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

drop trigger if exists users_updated_at on public.users;
create trigger users_updated_at before update on public.users
    for each row execute function public.set_updated_at();

-- Each account gets its profile, whoever makes the account.
create or replace function public.handle_new_user() returns trigger
    language plpgsql security definer set search_path = '' as $$
begin
    insert into public.users (id, email, name, avatar_url)
    values (
        new.id,
        coalesce(new.email, new.id || '@users.invalid'),
        coalesce(new.raw_user_meta_data ->> 'full_name', new.raw_user_meta_data ->> 'name'),
        coalesce(new.raw_user_meta_data ->> 'avatar_url', new.raw_user_meta_data ->> 'picture')
    )
    on conflict (id) do nothing;
    return new;
end
$$;
revoke all on function public.handle_new_user() from public;

do $$
begin
    -- Where auth.users is another's, its triggers can be added to but not dropped.
    if not exists (
        select from pg_trigger where tgrelid = 'auth.users'::regclass and tgname = 'on_auth_user_created'
    ) then
        create trigger on_auth_user_created after insert on auth.users
            for each row execute function public.handle_new_user();
    end if;
end
$$;

-- Makes the account of a user seen for the first time, where accounts are Lucid's own.
create or replace function lucid.ensure_user(user_id uuid) returns void
    language plpgsql security definer set search_path = '' as $$
begin
    if pg_catalog.obj_description('auth.users'::regclass) = 'Made by Lucid' then
        insert into auth.users (id) values (user_id) on conflict (id) do nothing;
    end if;
end
$$;
revoke all on function lucid.ensure_user(uuid) from public;
grant usage on schema lucid to lucid_service;
grant execute on function lucid.ensure_user(uuid) to lucid_service;

alter table public.users enable row level security;
drop policy if exists users_select_own on public.users;
drop policy if exists users_update_own on public.users;
drop policy if exists users_insert on public.users;
drop policy if exists users_delete on public.users;
create policy users_select_own on public.users for select to authenticated using (id = (select auth.uid()));
create policy users_update_own on public.users for update to authenticated
    using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy users_insert on public.users for insert to authenticated with check (false);
create policy users_delete on public.users for delete to authenticated using (false);

revoke all on public.users from anon, authenticated;
grant usage on schema public to anon, authenticated, lucid_service;
grant select, update on public.users to authenticated;
