# A program that notes when it sees SIGINT, in seconds since the epoch, in the file that its first parameter names.
# With a second parameter it prints that many characters at the first line of input, and notes when it did.
# Bash, because it sees a signal within 0.2 ms: a Node program takes 1.4 itself, and several while other processes are busy.
file=$1
characters=${2:-0}
printed_at=null

note() {
  local signalled_at=$EPOCHREALTIME
  printf '{"printedAt":%s,"signalledAt":%s}' "$printed_at" "$signalled_at" >"$file"
  exit
}
trap note INT

printf -v text '%*s' "$characters" ''
text=${text// /x}
echo ready
read -r
if ((characters > 0)); then
  printed_at=$EPOCHREALTIME
  printf '%s' "$text"
fi
while read -r; do :; done
