package dev.lucid.javalin;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.session.ManageSessions;
import dev.lucid.port.session.Session;
import dev.lucid.port.workspace.BrowseSession;
import dev.lucid.port.workspace.FileContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Sessions and what lies in their workspaces, played in memory. */
public final class PlayedSessions implements ManageSessions, BrowseSession {
    private record Known(StartChat.Command command, Optional<ChatId> chat) {}

    private final PlayedLucid lucid;
    private final Map<SessionId, Known> sessions = new ConcurrentSkipListMap<>(Comparator.comparing(SessionId::value));
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private volatile FileTree tree = new FileTree(List.of());

    PlayedSessions(PlayedLucid lucid) {
        this.lucid = lucid;
    }

    /** With what sessions were prepared. */
    public List<StartChat.Command> prepared() {
        return sessions.values().stream().map(Known::command).toList();
    }

    /** From now on each workspace has this file. */
    public void put(String path, String content) {
        files.put(WorkspacePath.of(path).toString(), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The workspaces' own paths, not those that a mount is stripped from. */
    public void putLiterally(WorkspacePath path, String content) {
        files.put(path.toString(), content.getBytes(StandardCharsets.UTF_8));
    }

    public void show(FileTree shown) {
        tree = shown;
    }

    @Override
    public Preparation prepare(StartChat.Command command) {
        lucid.requireWorking();
        if (command.task().equals("one too many")) {
            return new Preparation.TooMany("There are too many.", Duration.ofMinutes(1));
        }
        if (command.task().length() > 80_000
                || command.model().filter("google"::equals).isPresent()) {
            return new Preparation.Refused("That can't be started.");
        }
        var session = new SessionId(lucid.id());
        sessions.put(session, new Known(command, Optional.empty()));

        return new Preparation.Prepared(seen(session, sessions.get(session)));
    }

    @Override
    public Start start(UserId user, SessionId session) {
        lucid.requireWorking();
        var known = Optional.ofNullable(sessions.get(session))
                .filter(draft -> draft.command().user().equals(user));
        if (known.isEmpty()) {
            return new Start.NoSuchSession();
        }
        var outcome = lucid.start(known.get().command().withKey("session:" + session));
        if (outcome instanceof StartChat.Outcome.Started(var profile, var _, var _)) {
            sessions.put(session, new Known(known.get().command(), Optional.of(profile.id())));
        }

        return new Start.Tried(outcome);
    }

    @Override
    public List<Session> list(UserId user) {
        lucid.requireWorking();
        return sessions.entrySet().stream()
                .filter(entry -> entry.getValue().command().user().equals(user))
                .map(entry -> seen(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public Lookup find(UserId user, SessionId session) {
        lucid.requireWorking();
        var known = Optional.ofNullable(sessions.get(session));
        if (known.isEmpty()) {
            return new Lookup.NoSuchSession();
        }
        return known.get().command().user().equals(user)
                ? new Lookup.Found(seen(session, known.get()))
                : new Lookup.SomebodyElses();
    }

    @Override
    public Lookup end(UserId user, SessionId session) {
        var found = find(user, session);
        if (found instanceof Lookup.Found) {
            sessions.remove(session);
        }

        return found;
    }

    @Override
    public Answer<FileTree> tree(UserId user, SessionId session) {
        return switch (find(user, session)) {
            case Lookup.Found _ -> new Answer.Found<>(tree);
            case Lookup.NoSuchSession _ -> new Answer.NoSuchSession<>();
            case Lookup.SomebodyElses _ -> new Answer.SomebodyElses<>();
        };
    }

    @Override
    public Answer<FileContent> read(UserId user, SessionId session, WorkspacePath file) {
        return switch (find(user, session)) {
            case Lookup.Found _ ->
                Optional.ofNullable(files.get(file.toString()))
                        .<Answer<FileContent>>map(
                                bytes -> new Answer.Found<>(new FileContent(bytes, bytes.length > 100)))
                        .orElseGet(Answer.NoSuchFile::new);
            case Lookup.NoSuchSession _ -> new Answer.NoSuchSession<>();
            case Lookup.SomebodyElses _ -> new Answer.SomebodyElses<>();
        };
    }

    private static Session seen(SessionId id, Known known) {
        return new Session(
                id,
                known.command().user(),
                known.chat(),
                known.command().task(),
                PlayedLucid.NOON,
                known.chat().isPresent() ? 1 : 0);
    }
}
