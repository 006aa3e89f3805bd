#!/usr/bin/env bash
# A loop of curl and openssl, like in many wikis.
set -euo pipefail
for _ in $(seq "$BENCH_RUNS"); do
    start=$(date +%s%N)
    while read -r id; do
        password=$(curl -sf -H "X-Auth-Token: $BENCH_TOKEN" "$BENCH_ENDPOINT/servers/$id/os-server-password" |
            sed -E 's/.*"password": *"([^"]*)".*/\1/' | base64 -d | openssl pkeyutl -decrypt -inkey "$BENCH_KEY")
        printf '%s\t%s\n' "$id" "$password"
    done <"$BENCH_IDS" >"$BENCH_OUT"
    echo $((($(date +%s%N) - start) / 1000000)) >>"$BENCH_TIMES"
done
