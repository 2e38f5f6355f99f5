package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.javalin.Answer;
import dev.lucid.javalin.Inputs;
import dev.lucid.javalin.JsonObject;
import dev.lucid.javalin.Method;
import dev.lucid.javalin.Rejection;
import dev.lucid.javalin.Request;
import dev.lucid.javalin.Routes;
import dev.lucid.port.workspace.BrowseSession;
import dev.lucid.port.workspace.FileContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The files of a session's workspace over REST. */
final class FileRoutes {
    static final String LIST = "/api/v1/files/list";
    static final String READ = "/api/v1/files/read";

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final BrowseSession workspaces;

    FileRoutes(BrowseSession workspaces) {
        this.workspaces = requireNonNull(workspaces, "workspaces");
    }

    void lay(Routes routes) {
        routes.user(Method.GET, LIST, this::list);
        routes.user(Method.GET, READ, this::read);
    }

    private Answer list(UserId user, Request request) {
        var inputs = Inputs.ofQuery(request);
        var id = inputs.queried("session_id");
        inputs.check();
        var tree = found(id, id, workspaces.tree(user, session(id)));

        return Answer.ok(new JsonObject().putJson("tree", TreeNodes.json(tree)).end());
    }

    private Answer read(UserId user, Request request) {
        var inputs = Inputs.ofQuery(request);
        var id = inputs.queried("session_id");
        var path = inputs.queried("path");
        inputs.check();
        var session = session(id);
        var answer = workspaces.read(user, session, place(path, path));
        if (answer instanceof BrowseSession.Answer.NoSuchFile<FileContent> && isMounted(path)) {
            // A folder of the workspace may have the mount's name: listings show what is in it under that.
            answer = workspaces.read(user, session, place(path.substring(1), path));
        }
        var content = found(id, path, answer);
        var json = new JsonObject().put("content", new String(content.bytes(), StandardCharsets.UTF_8));

        return Answer.ok((content.truncated() ? json.put("truncated", true) : json).end());
    }

    private static SessionId session(String id) {
        return Ids.session(id).orElseThrow(() -> Ids.noSession(id));
    }

    private static boolean isMounted(String path) {
        return path.startsWith("/" + WorkspacePath.MOUNT + "/");
    }

    private static WorkspacePath place(String path, String asked) {
        try {
            return WorkspacePath.of(path);
        } catch (IllegalArgumentException _) {
            throw path.indexOf('\0') >= 0 || Arrays.asList(path.split("/", -1)).contains("..")
                    ? new Rejection(BAD_REQUEST, "Path traversal not allowed.")
                    : noFile(asked);
        }
    }

    private static <T> T found(String id, String path, BrowseSession.Answer<T> answer) {
        return switch (answer) {
            case BrowseSession.Answer.Found<T>(var value) -> value;
            case BrowseSession.Answer.NoSuchSession<T> _ -> throw Ids.noSession(id);
            case BrowseSession.Answer.SomebodyElses<T> _ -> throw Ids.othersSession("access");
            case BrowseSession.Answer.NoSuchFile<T> _ -> throw noFile(path);
        };
    }

    private static Rejection noFile(String path) {
        return new Rejection(NOT_FOUND, "File not found: " + path);
    }
}
