package dev.lucid.local;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.sandbox.Doors;
import dev.lucid.sandbox.RelayScript;
import dev.lucid.sandbox.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Commands in namespaces of their own: they see a list of read-only parts of the system, their workspace, and no network but
 * what their relay leads to.
 * As root, the namespaces are made by root and the commands are another user's, in one more user namespace. A dated
 * bubblewrap can neither bound folders in memory nor forbid further user namespaces.
 */
record Bubblewrap(
        LocalConfig config,
        AllowedHosts hosts,
        List<String> system,
        boolean asRoot,
        boolean dated,
        Optional<RelayScript> relaying)
        implements Shelter {
    /** Where commands see their sandbox's pipes. */
    static final String DOORS = "/run/lucid";

    /** The made-up files. */
    private static final List<String> ETC = List.of("passwd", "group", "hosts", "nsswitch.conf", "gitconfig");

    private static final String HOME = "/tmp/home";
    private static final String AGENT = "1000";
    private static final int THREADS_OF_A_PROCESS = 4; // the kernel counts threads, and a build may have many
    private static final long SHARED_MEMORY = 256L << 20;

    Bubblewrap {
        system = List.copyOf(system);
    }

    @Override
    public Confinement confinement() {
        return new Confinement(
                true,
                "Commands run under bubblewrap: they see their workspace at " + config.mountPath()
                        + " and the system's programs, nothing else of this machine, and " + network() + "."
                        + (relaying.isPresent()
                                ? ""
                                : " Git in them reaches no repository on the web, as perl and python3 are missing."));
    }

    private String network() {
        return relaying.isEmpty() && !hosts.isEmpty()
                ? "no network, not even " + hosts + ", as perl and python3 are missing"
                : hosts.words();
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return relaying.isPresent()
                ? Set.of(SandboxAbility.MEMORY_LIMIT, SandboxAbility.RELAY)
                : Set.of(SandboxAbility.MEMORY_LIMIT);
    }

    @Override
    public Tenant tenant(SessionId session) {
        return asRoot ? Tenant.Other.of(session) : new Tenant.Same();
    }

    @Override
    public String doorsSeenAs(Path shown) {
        return DOORS;
    }

    @Override
    public List<String> around(Path workspace, Doors doors, Tenant tenant, Optional<Path> relay, List<String> shell) {
        var shown = relay.filter(_ -> relaying.isPresent());
        var command = new ArrayList<String>(List.of(
                "bwrap", "--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc"));
        command.addAll(List.of("--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox"));
        if (!asRoot) {
            command.addAll(asAgent());
        }
        command.addAll(system);
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        command.addAll(memoryFolder("/dev/shm", Math.min(SHARED_MEMORY, config.memoryLimit() / 4)));
        command.addAll(memoryFolder("/tmp", config.memoryLimit() / 2));
        command.addAll(List.of("--perms", "0777", "--dir", HOME));
        command.addAll(List.of("--ro-bind", doors.shown().toString(), DOORS));
        shown.ifPresent(folder -> command.addAll(showing(folder)));
        command.addAll(List.of("--bind", workspace.toString(), config.mountPath()));
        command.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", config.mountPath()));
        if (tenant instanceof Tenant.Other(var id)) {
            var user = Integer.toString(id);
            command.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
            command.addAll(List.of("--inh-caps=-all", "--bounding-set=-all", "bwrap", "--die-with-parent"));
            command.addAll(asAgent());
            command.addAll(List.of("--dev-bind", "/", "/", "--chdir", config.mountPath()));
        }
        command.add("--");
        command.addAll(shown.flatMap(_ -> relaying)
                .map(script -> script.before(shell, hosts))
                .orElse(shell));

        return command;
    }

    /** Of a proxy commands are told where there is one. */
    private List<String> showing(Path relay) {
        var shown = new ArrayList<>(List.of("--ro-bind", relay.toString(), Relays.SHOWN_AT));
        if (!hosts.isEmpty()) {
            RelayScript.proxied(relay).forEach((name, value) -> shown.addAll(List.of("--setenv", name, value)));
        }

        return shown;
    }

    private List<String> asAgent() {
        return dated
                ? List.of("--unshare-user", "--uid", AGENT, "--gid", AGENT)
                : List.of("--unshare-user", "--disable-userns", "--uid", AGENT, "--gid", AGENT);
    }

    private List<String> memoryFolder(String path, long bytes) {
        return dated
                ? List.of("--perms", "1777", "--tmpfs", path)
                : List.of("--size", Long.toString(bytes), "--perms", "1777", "--tmpfs", path);
    }

    @Override
    public Map<String, String> environment(Path workspace, Doors doors) {
        return Shelter.environment(HOME, config.path());
    }

    @Override
    public String mark(Path workspace) {
        return "";
    }

    @Override
    public String processLimit() {
        return Integer.toString(THREADS_OF_A_PROCESS * config.processLimit());
    }

    @Override
    public Population population(Process root, Path workspace) throws IOException {
        return OwnNamespace.of(root);
    }

    /** They die with their server; where they have not done so yet, this ends them. */
    @Override
    public void killLeftovers(Path workspace) throws IOException {
        var ours = "--bind\0" + workspace + "\0";
        Killing.untilNoneIsLeft(() -> ProcessTable.HOST.ids().stream()
                .filter(id -> ProcessTable.HOST
                        .read(id, "cmdline")
                        .filter(line -> line.startsWith("bwrap\0") && line.contains(ours))
                        .isPresent())
                .toList());
    }

    /** What every sandbox here sees of the system. {@code etc} is a folder with the made-up files. */
    static List<String> system(Path etc) throws IOException {
        var binds = new ArrayList<String>();
        binds.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (var name : List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32")) {
            var path = Path.of("/", name);
            if (Files.isSymbolicLink(path)) {
                binds.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString()));
            } else if (Files.isDirectory(path)) {
                binds.addAll(List.of("--ro-bind", path.toString(), path.toString()));
            }
        }
        binds.addAll(List.of("--perms", "0755", "--dir", "/etc", "--perms", "0755", "--dir", "/run"));
        for (var name : ETC) {
            binds.addAll(List.of("--ro-bind", etc.resolve(name).toString(), "/etc/" + name));
        }
        readable().stream()
                .map(Path::of)
                .filter(Files::exists)
                .forEach(path -> binds.addAll(List.of("--ro-bind", path.toString(), path.toString())));
        try (var java = Files.newDirectoryStream(Path.of("/etc"), "java-*-openjdk")) {
            java.forEach(path -> binds.addAll(List.of("--ro-bind", path.toString(), path.toString())));
        }

        return binds;
    }

    /** Certificates, but not the private keys beside them; what the loader and programs' configuration need. */
    private static List<String> readable() {
        return List.of(
                "/etc/alternatives",
                "/etc/ld.so.cache",
                "/etc/ld.so.conf",
                "/etc/ld.so.conf.d",
                "/etc/localtime",
                "/etc/ssl/certs",
                "/etc/ssl/openssl.cnf",
                "/etc/pki/tls/certs",
                "/etc/pki/ca-trust/extracted",
                "/etc/pki/java");
    }

    /** Writes the made-up files: two users, and a machine that knows itself. */
    static void writeEtc(Path etc) throws IOException {
        Files.createDirectories(etc);
        Files.writeString(etc.resolve("passwd"), """
                root:x:0:0:root:/:/usr/sbin/nologin
                agent:x:1000:1000:agent:/tmp/home:/bin/sh
                nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
                """);
        Files.writeString(etc.resolve("group"), "root:x:0:\nagent:x:1000:\nnogroup:x:65534:\n");
        Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost sandbox\n::1 localhost sandbox\n");
        Files.writeString(etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
        Files.writeString(etc.resolve("gitconfig"), RelayScript.GIT_CONFIG);
        for (var name : ETC) {
            Files.setAttribute(
                    etc.resolve(name),
                    "posix:permissions",
                    java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"),
                    LinkOption.NOFOLLOW_LINKS);
        }
    }
}
