-- A database as it may be found: accounts that are another's, the tables by hand, rows without numbers.
create schema auth;
create table auth.users (id uuid primary key, email varchar(255), raw_user_meta_data jsonb);
create function auth.uid() returns uuid language sql stable as $$
    select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid
$$;
grant usage on schema auth to anon, authenticated;

create function set_updated_at() returns trigger language plpgsql as $$
begin new.updated_at = now(); return new; end $$;

create table public.users (
    id uuid primary key references auth.users (id) on delete cascade,
    email text unique not null, name text, avatar_url text,
    created_at timestamptz default now(), updated_at timestamptz default now());
create table public.chat_sessions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.users (id) on delete cascade,
    agent_session_id text, project_id text, title varchar(255), model_provider varchar(50),
    is_active boolean default true, created_at timestamptz default now(), updated_at timestamptz default now());
create trigger chat_sessions_updated_at before update on public.chat_sessions
    for each row execute function set_updated_at();
create table public.chat_messages (
    id uuid primary key default gen_random_uuid(),
    session_id uuid not null references public.chat_sessions (id) on delete cascade,
    role varchar(20) not null, content text not null, event_type varchar(100), metadata_json jsonb,
    created_at timestamptz default now());
create index ix_chat_messages_session_id on public.chat_messages (session_id);
alter table public.chat_sessions enable row level security;
create policy sessions_select on public.chat_sessions for select using (user_id = auth.uid());
create table public.integrations (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references public.users (id) on delete cascade,
    provider text not null, label text, access_token_encrypted text not null, iv text not null,
    external_username text, scopes text, created_at timestamptz default now());
create unique index ix_integrations_user_provider on public.integrations (user_id, provider);
alter table public.integrations enable row level security;
create policy integrations_select on public.integrations for select using (user_id = auth.uid());

create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
    insert into public.users (id, email, name)
    values (new.id, new.email, coalesce(new.raw_user_meta_data ->> 'full_name', new.raw_user_meta_data ->> 'name'))
    on conflict (id) do nothing;
    return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();

insert into auth.users values ('8a1f8c1e-52a5-4b0a-9a43-0a6d7a1f1b11', 'ada@example.com', '{}');
insert into public.chat_sessions (id, user_id, agent_session_id, title, model_provider) values
    ('11111111-1111-4111-8111-111111111111', '8a1f8c1e-52a5-4b0a-9a43-0a6d7a1f1b11', 'abc', 'An old chat', 'anthropic'),
    ('22222222-2222-4222-8222-222222222222', '8a1f8c1e-52a5-4b0a-9a43-0a6d7a1f1b11', null, null, null);
insert into public.chat_messages (id, session_id, role, content, event_type, created_at) values
    ('aaaaaaaa-0000-4000-8000-000000000003', '11111111-1111-4111-8111-111111111111', 'assistant', 'done', null, '2025-01-01 00:00:02+00'),
    ('aaaaaaaa-0000-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', 'assistant', 'echo hello', 'CmdRunAction', '2025-01-01 00:00:01+00'),
    ('aaaaaaaa-0000-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', 'user', 'print hello', 'InitialTask', '2025-01-01 00:00:01+00');

-- glpat-kept-since-long, under "an earlier key"; the host's address stands at the end of the scopes.
insert into public.integrations (id, user_id, provider, label, access_token_encrypted, iv, external_username, scopes, created_at)
values ('bbbbbbbb-0000-4000-8000-000000000001', '8a1f8c1e-52a5-4b0a-9a43-0a6d7a1f1b11', 'GITLAB', 'ada (gitlab)',
    'f6d960c3224c162234456bd17f6278b1f08194fc812ccfca01c99b81e87b6ed9', '00112233445566778899aabbccddeeff', 'ada',
    'api,read_repository,write_repository||https://git.example.com', '2025-01-01 00:00:03+00');
