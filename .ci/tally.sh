# Adds up what the suites say of themselves. A suite that ran nothing, skipped something or died counts as failed.

passed=0 failed=0 broken=()

# tally_step NAME STATUS: something that either holds or does not.
tally_step() {
  if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); broken+=("$1"); fi
}

# tally_suite NAME STATUS LOG: reads the summary of xunit.v3 ("Total: 9, Errors: 0, ...") or of node --test ("# pass 9").
tally_suite() {
  local ran ok bad idle
  read -r ran ok bad idle < <(awk '
    function after(word) { return match($0, word " [0-9]+") ? substr($0, RSTART + length(word) + 1, RLENGTH - length(word) - 1) : 0 }
    /Total: [0-9]+, Errors: [0-9]+/ {
      idle += after("Skipped:") + after("Not Run:"); bad += after("Errors:") + after("Failed:"); total += after("Total:")
      ok += after("Total:") - after("Failed:") - after("Skipped:") - after("Not Run:")
    }
    /^[^ ]+ pass [0-9]+$/ { ok += $3; total += $3 }
    /^[^ ]+ (fail|cancelled) [0-9]+$/ { bad += $3; total += $3 }
    /^[^ ]+ (skipped|todo) [0-9]+$/ { idle += $3 }
    END { print total + 0, ok + 0, bad + 0, idle + 0 }' "$3")
  [ "$ran" = 0 ] && { printf '%s ran no test\n' "$1"; bad=$((bad + 1)); }
  [ "$idle" != 0 ] && { printf '%s skipped %s\n' "$1" "$idle"; bad=$((bad + idle)); }
  [ "$2" != 0 ] && [ "$bad" = 0 ] && bad=1
  passed=$((passed + ok)) failed=$((failed + bad))
  [ "$bad" = 0 ] || { broken+=("$1"); what_failed "$1" "$3" >>"$logs/.failures"; }
}

# what_failed NAME LOG: each failed test of xunit.v3 or node --test with the first lines it said, and whatever was still running after a long while.
what_failed() {
  awk -v suite="$1" '
    /\[FAIL\]$|Long Running Test|^✖ failing tests:/ { print suite ": " substr($0, 1, 300); left = /^✖/ ? 60 : 12; next }
    left > 0 { print "  " substr($0, 1, 300); left-- }' "$2"
}

# finish: the verdict, alone on the last line, and as the exit code.
finish() {
  [ $((passed + failed)) -gt 0 ] || failed=1
  [ ! -s "$logs/.failures" ] || { printf '\n== what failed\n'; cat "$logs/.failures"; }
  [ ${#broken[@]} = 0 ] || printf '\nfailed: %s\n' "${broken[*]}"
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
  exit
}
