# Commits what lies in the workspace and bundles the branch. Runs in the sandbox, in the workspace's root.
# Given: branch base bundle subject trailer nothing, and the names of author and committer in git's variables.
set -eu
fail() {
    printf '%s\n' "$1"
    exit 1
}
command -v git >/dev/null || fail 'There is no git in the sandbox.'
[ -d .git ] && [ ! -L .git ] || fail 'The workspace is no longer a git repository.'

# Nothing of the agent's own settings, and no hook: the person's work is committed as it lies there.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0 GIT_EDITOR=true
export GIT_DIR="$PWD/.git" GIT_WORK_TREE="$PWD"
unset GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
git() {
    command git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c commit.gpgSign=false \
        -c gc.auto=0 -c maintenance.auto=false -c 'safe.directory=*' "$@"
}

rm -f "$bundle"
git add -A
git diff --cached --quiet --no-ext-diff --no-textconv || git commit -q --no-verify -m "$subject" -m "$trailer"

# The work is what is checked out, as long as it goes on from the branch; or the branch, if that is further.
head=$(git rev-parse --verify -q 'HEAD^{commit}') || fail 'The workspace has no commit.'
work=$(git rev-parse --verify -q "refs/heads/$branch^{commit}") || work=$base
if git merge-base --is-ancestor "$work" "$head"; then
    git update-ref "refs/heads/$branch" "$head"
    work=$head
elif ! git merge-base --is-ancestor "$head" "$work"; then
    fail "The work lies on two branches that differ, $branch and the one checked out: merge them first."
fi
[ "$work" != "$base" ] || exit "$nothing"
git bundle create -q "$bundle" "refs/heads/$branch" "^$base"
