# What runs in every sandbox, in any plain sh: it opens channels and kills groups as the server says.
#
#   $1 the folder with the channels' pipes      $2 the mark of this sandbox's processes, empty if it has its own pid namespace
#   $3 processes, empty for no limit            $4 size of a file, in blocks of 512 bytes     $5 open files of a process
#   $6 "counts" if the kernel counts whom it ended here for want of memory
#
# A channel is a worker that reads and answers through two pipes. It always keeps a fresh shell waiting in a session
# and process group of its own: the server writes the next command's program to it, so a command waits for no start.
# Workers are halves of foreground pipelines and not background jobs, since a shell lets those ignore SIGINT for ever.

dir=$1 mark=$2 counts=$6
umask 022
ulimit -c 0
ulimit -f "$4"
ulimit -n "$5"
[ -z "$3" ] || ulimit -u "$3" 2>/dev/null || ulimit -p "$3"

# Whom the kernel has ended here so far for want of memory. What dies first are commands, and not these shells.
deaths() {
    dead=0
    [ -n "$counts" ] || return
    for file in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
        [ -r "$file" ] && while read -r name value; do [ "$name" != oom_kill ] || dead=$value; done <"$file"
    done
}

# worker NUMBER KEY: the key is unknown to commands, so that their output can't look like an answer.
worker() {
    exec <"$dir/$1.in" >"$dir/$1.out" 2>/dev/null 3<&-
    read -r pid rest </proc/self/stat
    printf '\036%s H %s\n' "$2" "$pid"
    deaths
    while :; do
        before=$dead
        if [ -n "$counts" ]; then
            setsid sh -c 'echo 900 >/proc/self/oom_score_adj; exec sh' 2>/dev/null
        else
            setsid sh
        fi
        printf '\036%s E %s\n' "$2" "$?"
        # What is left of a program that was not read to its end is skipped here.
        key=
        while [ "$key" != "$2" ]; do read -r key group || exit; done
        [ -z "$group" ] || kill -9 "-$group"
        deaths
        printf '\036%s K %s\n' "$2" $((dead - before))
    done
}

control() {
    while read -r verb what key; do
        case $verb in
            kill) kill -9 "-$what" ;;
            open)
                worker "$what" "$key" | control <&3
                exit
                ;;
        esac
    done
    # The server is gone.
    [ -z "$mark" ] || end_all
    kill -9 $$
}

# Without a pid namespace nobody else ends what is still running.
end_all() {
    read -r self rest </proc/self/stat
    for file in $(grep -l -F "LUCID_SANDBOX=$mark" /proc/[0-9]*/environ); do
        pid=${file#/proc/}
        pid=${pid%/environ}
        [ "$pid" = "$self" ] || [ "$pid" = $$ ] || kill -9 "$pid"
    done
    kill -9 0
}

exec 3<&0 2>/dev/null
control <&3
