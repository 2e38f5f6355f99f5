# A container's first program: it hears through a pipe instead of its standard input, and says that it is there, or what the
# image lacks. It is followed by the script that runs in every sandbox.
#
#   $1 the folder with the pipes

exec <"$1/control.in" >"$1/control.out" 2>/dev/null
if ! command -v setsid >/dev/null; then
    echo "the image has no setsid (Debian: util-linux)"
    exit 1
fi
echo ready
