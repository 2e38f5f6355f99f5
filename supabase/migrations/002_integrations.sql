-- Users' accounts at git hosts, whose tokens lie encrypted.

set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('lucid.migrations')); end $$;

create table if not exists public.integrations (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.users (id) on delete cascade,
    provider text not null,
    label text,
    access_token_encrypted text not null,
    iv text not null,
    external_username text,
    scopes text,
    created_at timestamptz default now()
);
create unique index if not exists ix_integrations_user_provider on public.integrations (user_id, provider);
create index if not exists ix_integrations_user_id on public.integrations (user_id);

alter table public.integrations
    -- The address of a host of somebody's own.
    add column if not exists host text,
    -- Which key the token is encrypted under; null for the form that earlier systems write.
    add column if not exists key_id text;

alter table public.integrations enable row level security;
do $$
declare
    stray record;
begin
    for stray in
        select policyname from pg_policies where schemaname = 'public' and tablename = 'integrations'
    loop
        execute format('drop policy %I on public.integrations', stray.policyname);
    end loop;
end
$$;
create policy integrations_select on public.integrations for select to authenticated
    using (user_id = (select auth.uid()));
create policy integrations_insert on public.integrations for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy integrations_update on public.integrations for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy integrations_delete on public.integrations for delete to authenticated
    using (user_id = (select auth.uid()));

revoke all on public.integrations from public, anon, authenticated;
grant select, insert, update, delete on public.integrations to authenticated;

-- Lucid itself changes the key that a token is encrypted under, and nothing else.
create policy service_select on public.integrations for select to lucid_service using (true);
create policy service_update on public.integrations for update to lucid_service using (true) with check (true);
grant select (id, user_id, provider, access_token_encrypted, iv, key_id) on public.integrations to lucid_service;
grant update (access_token_encrypted, iv, key_id) on public.integrations to lucid_service;
