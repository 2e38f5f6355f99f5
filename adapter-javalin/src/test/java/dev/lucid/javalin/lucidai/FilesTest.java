package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.javalin.RestClient;
import dev.lucid.javalin.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workspaces over REST, on the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesTest {
    private static final String LIST = "/api/v1/files/list";
    private static final String READ = "/api/v1/files/read";

    private final TestServer server = TestServer.withUsers();
    private final RestClient alice = server.rest("alice");
    private final RestClient bob = server.rest("bob");
    private String session = "";

    @BeforeAll
    void fill() {
        session = alice.post("/api/v1/sessions", "{\"task\":\"x\"}")
                .json()
                .path("sessionId")
                .textValue();
        var sessions = server.lucid().sessions();
        sessions.put("hello.py", "print('h\u00ff')");
        sessions.put("src/a b.txt", "deep");
        sessions.put("long.txt", "x".repeat(101));
        sessions.putLiterally(new WorkspacePath(List.of("workspace", "own.txt")), "own");
        sessions.show(FileTree.of(List.of(
                new FileEntry(WorkspacePath.of("src"), FileEntry.Kind.FOLDER, 0),
                new FileEntry(WorkspacePath.of("src/a b.txt"), FileEntry.Kind.FILE, 4),
                new FileEntry(WorkspacePath.of("hello.py"), FileEntry.Kind.FILE, 5))));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aWorkspaceIsListed() {
        assertThat(alice.get(LIST + "?session_id=" + session).body())
                .isEqualTo("{\"tree\":[{\"name\":\"hello.py\",\"type\":\"file\",\"path\":\"/hello.py\"},"
                        + "{\"name\":\"src\",\"type\":\"folder\",\"path\":\"/src\",\"children\":"
                        + "[{\"name\":\"a b.txt\",\"type\":\"file\",\"path\":\"/src/a b.txt\"}]}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello.py", "/hello.py", "//hello.py", "/workspace/hello.py", "./hello.py", "src/../hello.py"})
    void aFileIsReadByAnyOfItsPaths(String path) {
        var reply = read(path);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"content\":\"print('h\ufffd')\"}");
    }

    @Test
    void namesAreDecodedOnce() {
        assertThat(read("src/a%20b.txt").json().path("content").textValue()).isEqualTo("deep");
        assertThat(read("src/a%2520b.txt").status()).isEqualTo(404);
    }

    @Test
    void aFolderNamedLikeTheMountIsReadAsItIsListed() {
        assertThat(read("/workspace/own.txt").json().path("content").textValue())
                .isEqualTo("own");
    }

    @Test
    void aFileThatIsTooLongSaysSo() {
        assertThat(read("long.txt").json().path("truncated").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../etc/passwd",
                "/../etc/passwd",
                "/workspace/../../etc/passwd",
                "src/../../x",
                "..",
                "%2e%2e/etc/passwd",
                "%2e%2e%2fetc%2fpasswd",
                "..%2f..%2fetc%2fpasswd",
                "a%00b",
                "hello.py%00.txt"
            })
    void pathsThatLeadOutAreRefused(String path) {
        var reply = read(path);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.detail()).isEqualTo("Path traversal not allowed.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope.txt",
                "src",
                "%252e%252e%252fetc%252fpasswd",
                "..%5c..%5cetc%5cpasswd",
                "C:%5cwindows",
                "file:///etc/passwd",
                "/etc/passwd",
                "~/.ssh/id_rsa",
                "...%2f.../x",
                ""
            })
    void whatIsNoFileOfTheWorkspaceIsNotFound(String path) {
        var reply = read(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.detail()).startsWith("File not found: ");
    }

    @Test
    void pathsAndNamesOfAnyLengthAreNotFound() {
        assertThat(read("a/".repeat(2500)).status()).isEqualTo(404);
        assertThat(read("a".repeat(300)).status()).isEqualTo(404);
    }

    @Test
    void sessionsOfOthersAreNotShown() {
        for (var path : List.of(LIST + "?session_id=" + session, READ + "?path=hello.py&session_id=" + session)) {
            assertThat(bob.get(path).status()).isEqualTo(403);
            assertThat(bob.get(path).detail()).isEqualTo("Not authorized to access this session.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "../x", "c0ffee00-0000-4000-8000-000000000001"})
    void sessionsThatAreNotThereAreNotFound(String id) {
        for (var path : List.of(LIST + "?session_id=" + id, READ + "?path=hello.py&session_id=" + id)) {
            assertThat(alice.get(path).status()).isEqualTo(404);
            assertThat(alice.get(path).detail()).isEqualTo("Session " + id + " not found.");
        }
    }

    @Test
    void missingParametersAreNamed() {
        assertThat(alice.get(LIST).body())
                .isEqualTo("{\"detail\":[{\"type\":\"missing\",\"loc\":[\"query\",\"session_id\"],"
                        + "\"msg\":\"Field required\"}]}");
        assertThat(alice.get(READ).json().path("detail")).hasSize(2);
    }

    private RestClient.Reply read(String path) {
        return alice.get(READ + "?session_id=" + session + "&path=" + path);
    }
}
