package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.Leases;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Leases in {@code chat_heads}, by the database's clock. Whose a chat is plays no part here: which process runs a chat is the
 * service's own business, and who holds the lease acts for the owner whom it loads with the chat.
 */
final class PostgresLeases implements Leases {
    private static final String UNTIL = "statement_timestamp() + interval '" + SECONDS + " seconds'";
    private static final String FREE = "(owner is null or lease_end < statement_timestamp())";
    private static final String CLAIM = "update public.chat_heads set fence = fence + 1, owner = :owner, lease_end = "
            + UNTIL + " where session_id = :chat and " + FREE + " returning session_id, fence";
    private static final String WAITING = "select session_id from public.chat_heads where wanted_since is not null and "
            + FREE + " order by wanted_since, session_id limit :limit";
    private static final String RENEW = """
            with held as (
                select head.session_id from public.chat_heads head
                join unnest(:chats, :fences) as lease (chat, fence)
                    on lease.chat = head.session_id and lease.fence = head.fence
                where head.owner is not null order by head.session_id for update of head
            )
            update public.chat_heads head set lease_end = %s from held where held.session_id = head.session_id
            returning head.session_id, head.fence""".formatted(UNTIL);
    private static final String RELEASE = """
            update public.chat_heads
            set owner = null, lease_end = null,
                unread = case when :settled and last_seq <= :seen then 0 else unread end,
                wanted_since = case when :settled and last_seq <= :seen
                    then null else coalesce(wanted_since, statement_timestamp()) end
            where session_id = :chat and fence = :fence and owner is not null
            returning wanted_since is null""";
    private static final String HOLDER = "select owner from public.chat_heads where session_id = :chat and not " + FREE;
    private static final String ABANDON =
            "update public.chat_heads set lease_end = statement_timestamp() - interval '1 second' where owner = :owner";

    private final Transactions transactions;
    private final UUID process;

    PostgresLeases(Transactions transactions, UUID process) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.process = requireNonNull(process, "process");
    }

    @Override
    public Optional<Lease> claim(ChatId chat) {
        return transactions.asLucid(
                "claiming chat " + chat,
                handle -> handle.createQuery(CLAIM)
                        .bind("owner", process)
                        .bind("chat", chat.value())
                        .map((row, _) -> new Lease(chat, row.getLong("fence")))
                        .findOne());
    }

    @Override
    public List<ChatId> waiting(int limit) {
        return transactions.asLucid(
                "looking for chats that want a runner",
                handle -> handle.createQuery(WAITING)
                        .bind("limit", limit)
                        .map((row, _) -> new ChatId(row.getObject("session_id", UUID.class)))
                        .list());
    }

    @Override
    public Set<Lease> renew(Set<Lease> leases) {
        if (leases.isEmpty()) {
            return Set.of();
        }
        return transactions.asLucid(
                "renewing " + leases.size() + " leases",
                handle -> handle.createQuery(RENEW)
                        .bind(
                                "chats",
                                BinaryArray.uuids(leases, lease -> lease.chat().value()))
                        .bind("fences", BinaryArray.longs(leases, Lease::fence))
                        .map((row, _) ->
                                new Lease(new ChatId(row.getObject("session_id", UUID.class)), row.getLong("fence")))
                        .collect(toSet()));
    }

    @Override
    public boolean release(Lease lease, long seen, boolean settled) {
        return transactions.asLucid(
                "releasing chat " + lease.chat(),
                handle -> handle.createQuery(RELEASE)
                        .bind("chat", lease.chat().value())
                        .bind("fence", lease.fence())
                        .bind("seen", seen)
                        .bind("settled", settled)
                        .mapTo(Boolean.class)
                        .findOne()
                        .orElse(true));
    }

    @Override
    public Optional<UUID> holder(ChatId chat) {
        return transactions.asLucid(
                "looking for the runner of chat " + chat,
                handle -> handle.createQuery(HOLDER)
                        .bind("chat", chat.value())
                        .mapTo(UUID.class)
                        .findOne());
    }

    @Override
    public void abandon(UUID deadProcess) {
        transactions.asLucid(
                "giving up the leases of process " + deadProcess,
                handle ->
                        handle.createUpdate(ABANDON).bind("owner", deadProcess).execute());
    }
}
