#!/usr/bin/env bash
# The OpenStack client, which gets one password per command and signs in each time.
set -euo pipefail
command -v nova >/dev/null || { echo 'nova is not installed' >&2; exit 1; }
for _ in $(seq "$BENCH_RUNS"); do
    start=$(date +%s%N)
    while read -r id; do
        printf '%s\t%s\n' "$id" "$(nova get-password "$id" "$BENCH_KEY" 2>/dev/null </dev/null)"
    done <"$BENCH_IDS" >"$BENCH_OUT"
    echo $((($(date +%s%N) - start) / 1000000)) >>"$BENCH_TIMES"
done
