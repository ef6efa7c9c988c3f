# Keeps one PostgreSQL cluster for tests: it obeys the lines of its standard input and repeats each when it is done.
# When the input ends, for whatever reason, it ends the cluster and deletes its folder, so that a test that was killed
# leaves nothing behind.
#
#   sh postgres-keeper.sh <folder> <program> <argument> …
#
# The lines: "start <largest file> <argument> …" (in blocks of 512 bytes, or "unlimited"); "stop" ends every session and
# then the cluster; "kill" ends it as a loss of power would.
folder=$1
shift
trap '' INT TERM HUP

end() {
  if [ -n "$server" ]; then
    kill "-$1" "$server" 2>/dev/null
    wait "$server"
  fi
  server=
}

while read -r word largest arguments; do
  case $word in
    start)
      # Not quoted: several arguments.
      (ulimit -f "$largest" && exec "$@" $arguments) >>"$folder/log" 2>&1 &
      server=$!
      ;;
    stop) end INT ;;
    kill) end QUIT ;;
  esac
  echo "$word"
done
end QUIT
rm -rf "$folder"
