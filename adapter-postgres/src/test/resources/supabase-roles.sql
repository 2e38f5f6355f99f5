-- The roles of a Supabase project. Its "postgres" is called project_owner here: that name is the superuser's.
create role supabase_auth_admin login noinherit createrole;
create role anon nologin noinherit;
create role authenticated nologin noinherit;
create role service_role nologin noinherit bypassrls;
create role authenticator login noinherit;
grant anon, authenticated, service_role to authenticator;
create role project_owner login createdb createrole replication bypassrls;
grant anon, authenticated, service_role to project_owner with admin option;
