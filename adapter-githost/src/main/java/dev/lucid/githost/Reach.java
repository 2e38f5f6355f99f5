package dev.lucid.githost;

/** Which repositories may be named. Closed for ever. */
public enum Reach {
    /** Folders of this machine and ssh with the operator's own keys too: for the command line and local mode. */
    ALSO_THIS_MACHINE,
    /** What any user of a server may name: addresses on the web, judged by the way out. */
    WEB_ONLY
}
