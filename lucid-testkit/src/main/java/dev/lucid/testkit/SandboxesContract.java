package dev.lucid.testkit;

/** What every {@link dev.lucid.port.workspace.Sandboxes} promises. Say what is under test; inherit the tests. */
public interface SandboxesContract
        extends SandboxCommandsContract,
                SandboxEndsContract,
                SandboxFilesContract,
                SandboxLinksContract,
                SandboxLivesContract,
                SandboxRelayContract,
                SandboxStorageContract {}
