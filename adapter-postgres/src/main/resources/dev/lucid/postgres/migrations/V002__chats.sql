-- Chats and their messages, with the columns that earlier clients know.

set local client_min_messages = warning;

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

alter table public.chat_sessions enable row level security;
drop policy if exists sessions_select on public.chat_sessions;
drop policy if exists sessions_insert on public.chat_sessions;
drop policy if exists sessions_update on public.chat_sessions;
drop policy if exists sessions_delete on public.chat_sessions;
create policy sessions_select on public.chat_sessions for select to authenticated
    using (user_id = (select auth.uid()));
create policy sessions_insert on public.chat_sessions for insert to authenticated
    with check (user_id = (select auth.uid()));
create policy sessions_update on public.chat_sessions for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy sessions_delete on public.chat_sessions for delete to authenticated
    using (user_id = (select auth.uid()));

alter table public.chat_messages enable row level security;
drop policy if exists messages_select on public.chat_messages;
drop policy if exists messages_insert on public.chat_messages;
drop policy if exists messages_update on public.chat_messages;
drop policy if exists messages_delete on public.chat_messages;
create policy messages_select on public.chat_messages for select to authenticated
    using (session_id in (select id from public.chat_sessions where user_id = (select auth.uid())));
create policy messages_insert on public.chat_messages for insert to authenticated
    with check (session_id in (select id from public.chat_sessions where user_id = (select auth.uid())));
create policy messages_update on public.chat_messages for update to authenticated using (false) with check (false);
create policy messages_delete on public.chat_messages for delete to authenticated
    using (session_id in (select id from public.chat_sessions where user_id = (select auth.uid())));
