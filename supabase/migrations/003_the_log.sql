-- chat_messages becomes the log: every event numbered 1, 2, 3 … within its chat, written by Lucid alone.

set local client_min_messages = warning;
do $$ begin perform pg_advisory_xact_lock(hashtext('lucid.migrations')); end $$;

-- What is known of a chat beyond the earlier columns. agent_session_id names the agent at work.
alter table public.chat_sessions
    alter column model_provider type text,
    add column if not exists model_name text,
    add column if not exists repository_address text,
    add column if not exists repository_branch text,
    add column if not exists pull_request boolean not null default false,
    add column if not exists author_name text,
    add column if not exists author_email text,
    add column if not exists user_label text;

-- The list of chats is ordered by their last change: a rename, and what Lucid says is one (a user's message, a final).
do $$
begin
    execute format(
        'create or replace trigger chat_sessions_updated_at before update of title on public.chat_sessions'
            ' for each row execute function %s()',
        coalesce(to_regprocedure('lucid.set_updated_at()'), to_regprocedure('public.set_updated_at()'))::oid::regproc);
end
$$;
create index if not exists ix_chat_sessions_user_updated on public.chat_sessions (user_id, updated_at desc);

alter table public.chat_messages add column if not exists seq bigint;
update public.chat_messages set created_at = 'epoch' where created_at is null;
update public.chat_messages message
set seq = numbered.seq
from (
    select id, row_number() over (partition by session_id order by created_at, id) as seq
    from public.chat_messages where seq is null
) numbered
where numbered.id = message.id and message.seq is null;
alter table public.chat_messages alter column seq set not null, alter column created_at set not null;
create unique index if not exists chat_messages_session_id_seq_key on public.chat_messages (session_id, seq);
drop index if exists public.ix_chat_messages_session_id;

-- The head of each chat's log, locked by whoever appends. Kept apart from chat_sessions so that nothing here
-- reorders a user's list of chats.
create table if not exists public.chat_heads (
    session_id uuid primary key references public.chat_sessions (id) on delete cascade,
    last_seq bigint not null default 0,
    changed_at timestamptz not null default now(),
    -- The lease: who runs the chat, until when by this database's clock, and the number of the claim.
    fence bigint not null default 0,
    owner uuid,
    lease_end timestamptz,
    -- Since when the chat wants a runner; null when it is at rest.
    wanted_since timestamptz
) with (fillfactor = 50);
create index if not exists ix_chat_heads_wanted on public.chat_heads (wanted_since) where wanted_since is not null;
create index if not exists ix_chat_heads_owner on public.chat_heads (owner) where owner is not null;

insert into public.chat_heads (session_id, last_seq)
select chat.id, coalesce(max(message.seq), 0)
from public.chat_sessions chat left join public.chat_messages message on message.session_id = chat.id
group by chat.id
on conflict (session_id) do nothing;

-- A message's chat is vouched for by its head: who appends has locked it, and it goes with the chat. So the messages need
-- no foreign key of their own, whose check for each single row would take longer than storing it.
do $$
declare
    foreign_key name;
begin
    for foreign_key in
        select conname from pg_constraint
        where conrelid = 'public.chat_messages'::regclass and confrelid = 'public.chat_sessions'::regclass
    loop
        execute format('alter table public.chat_messages drop constraint %I', foreign_key);
    end loop;
end
$$;

create or replace function lucid.delete_messages() returns trigger
    language plpgsql security definer set search_path = '' as $$
begin
    delete from public.chat_messages where session_id in (select session_id from gone);
    return null;
end
$$;
revoke all on function lucid.delete_messages() from public;
create or replace trigger chat_heads_delete_messages after delete on public.chat_heads
    referencing old table as gone for each statement execute function lucid.delete_messages();

create or replace function lucid.open_head() returns trigger
    language plpgsql security definer set search_path = '' as $$
begin
    insert into public.chat_heads (session_id) values (new.id);
    return null;
end
$$;
revoke all on function lucid.open_head() from public;
create or replace trigger chat_sessions_open_head after insert on public.chat_sessions
    for each row execute function lucid.open_head();

alter table public.chat_heads enable row level security;
do $$
declare
    known record;
begin
    for known in
        select tablename, policyname from pg_policies
        where schemaname = 'public'
            and (tablename = 'chat_heads'
                or tablename in ('users', 'chat_sessions', 'chat_messages') and policyname like 'service\_%')
    loop
        execute format('drop policy %I on public.%I', known.policyname, known.tablename);
    end loop;
end
$$;
create policy heads_select on public.chat_heads for select to authenticated using (false);
create policy heads_insert on public.chat_heads for insert to authenticated with check (false);
create policy heads_update on public.chat_heads for update to authenticated using (false) with check (false);
create policy heads_delete on public.chat_heads for delete to authenticated using (false);
revoke all on public.chat_heads from public, anon, authenticated;

-- Lucid itself: these statements and no others.
grant select on public.chat_sessions, public.chat_messages, public.chat_heads to lucid_service;
grant update (agent_session_id, model_name, repository_address, repository_branch, pull_request, author_name,
    author_email, user_label, is_active, updated_at) on public.chat_sessions to lucid_service;
grant insert on public.chat_messages to lucid_service;
grant update on public.chat_heads to lucid_service;

create policy service_select on public.chat_sessions for select to lucid_service using (true);
create policy service_update on public.chat_sessions for update to lucid_service using (true) with check (true);
create policy service_select on public.chat_messages for select to lucid_service using (true);
create policy service_insert on public.chat_messages for insert to lucid_service with check (true);
create policy service_select on public.chat_heads for select to lucid_service using (true);
create policy service_update on public.chat_heads for update to lucid_service using (true) with check (true);
