# A container's first program: it hears through a pipe instead of its standard input, and says that it is there, or what the
# image lacks. It is followed by the script that runs in every sandbox.
#
#   $1 the folder with the pipes

# Held open from both sides for a moment, so that opening them does not wait for a server that has died meanwhile for ever.
exec 3<>"$1/control.in" 4<>"$1/control.out" <"$1/control.in" >"$1/control.out" 2>/dev/null 3<&- 4<&-
if ! command -v setsid >/dev/null; then
    echo "the image has no setsid (Debian: util-linux)"
    exit 1
fi
echo ready
