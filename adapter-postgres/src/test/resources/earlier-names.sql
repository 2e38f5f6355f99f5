-- The same database when it still named its columns in another way.
alter table public.users rename column avatar_url to "avatarUrl";
alter table public.users rename column created_at to "createdAt";
alter table public.users rename column updated_at to "updatedAt";
alter table public.chat_sessions rename column user_id to "userId";
alter table public.chat_sessions rename column agent_session_id to "agentSessionId";
alter table public.chat_sessions rename column project_id to "projectId";
alter table public.chat_sessions rename column model_provider to "modelProvider";
alter table public.chat_sessions rename column is_active to "isActive";
alter table public.chat_sessions rename column created_at to "createdAt";
alter table public.chat_sessions rename column updated_at to "updatedAt";
alter table public.chat_messages rename column session_id to "sessionId";
alter table public.chat_messages rename column event_type to "eventType";
alter table public.chat_messages rename column metadata_json to "metadataJson";
alter table public.chat_messages rename column created_at to "createdAt";
alter table public.integrations rename column user_id to "userId";
alter table public.integrations rename column access_token_encrypted to "accessTokenEncrypted";
alter table public.integrations rename column external_username to "externalUsername";
alter table public.integrations rename column created_at to "createdAt";
create or replace function public.set_updated_at() returns trigger language plpgsql as $$
begin new."updatedAt" = now(); return new; end $$;
create trigger users_updated_at before update on public.users for each row execute function set_updated_at();
create or replace function public.handle_new_user() returns trigger language plpgsql security definer as $$
begin
    insert into public.users (id, email, "avatarUrl") values (new.id, new.email, new.raw_user_meta_data ->> 'avatar_url');
    return new;
end $$;
