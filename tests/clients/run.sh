#!/bin/bash
# Runs the OpenStack command-line clients, which are independent of this project, with a new emulator, and compares their
# output with the state of the emulator. Usage: tests/clients/run.sh [path of OtcPassword.Emulator.dll]
# Without a path, the emulator is built first. The tests of a client that is not installed are skipped; a run without a passed
# test is a failure.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
passed=0 failed=0 skipped=0
pass() { passed=$((passed + 1)); echo "  passed: $1"; }
fail() { failed=$((failed + 1)); echo "  FAILED: $1"; }
skip() { skipped=$((skipped + 1)); echo "  skipped: $1"; }
finish() { echo "$passed passed, $failed failed, $skipped skipped"; exit $((failed > 0 || passed == 0)); }

for tool in python3 curl; do
    if ! command -v "$tool" >/dev/null; then skip "all of it: $tool is not installed"; finish; fi
done

work=$(mktemp -d)
emulator=
cleanup() {
    if [ -n "$emulator" ]; then kill "$emulator" 2>/dev/null; wait "$emulator" 2>/dev/null; fi
    rm -rf "$work"
}
trap cleanup EXIT

dll=${1:-}
if [ -z "$dll" ]; then
    project=$root/tools/OtcPassword.Emulator
    if ! dotnet build "$project" -v quiet -nologo >"$work/build" 2>&1; then cat "$work/build"; fail "the emulator builds"; finish; fi
    dll=$project/bin/Debug/net10.0/OtcPassword.Emulator.dll
fi

dotnet "$dll" --port 0 --keys "$work/keys" --ready-file "$work/ready" --parent $$ >"$work/out" 2>&1 &
emulator=$!
for _ in $(seq 300); do
    if [ -f "$work/ready" ] || ! kill -0 "$emulator" 2>/dev/null; then break; fi
    sleep 0.1
done
if [ ! -f "$work/ready" ]; then cat "$work/out"; fail "the emulator starts"; finish; fi

ready() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$work/ready" "$1"; }
for name in $(env | sed -n 's/^\(OS_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
export LC_ALL=C.UTF-8 PYTHONWARNINGS=ignore
export OS_AUTH_URL OS_USERNAME OS_PASSWORD OS_USER_DOMAIN_NAME OS_PROJECT_DOMAIN_NAME OS_PROJECT_NAME OS_REGION_NAME
export OS_IDENTITY_API_VERSION=3 OS_INTERFACE=public
OS_AUTH_URL=$(ready authUrl) OS_USERNAME=$(ready user) OS_PASSWORD=$(ready password)
OS_USER_DOMAIN_NAME=$(ready domain) OS_PROJECT_DOMAIN_NAME=$(ready domain)
OS_PROJECT_NAME=$(ready project) OS_REGION_NAME=$(ready region)
control=$(ready controlUrl) project=$(ready projectId)

state() { curl -sf "$control/state"; }
# server NAME MEMBER: writes a member of a server from the state of the emulator.
server() {
    state | python3 -c 'import json, sys
found = [s for s in json.load(sys.stdin)["servers"] if s["name"] == sys.argv[1]]
print(found[0][sys.argv[2]] or "")' "$1" "$2"
}
# All "id name" lines of the project, sorted.
state | python3 -c 'import json, sys
for s in sorted((s["id"], s["name"]) for s in json.load(sys.stdin)["servers"] if s["projectId"] == sys.argv[1]): print(*s)' \
    "$project" >"$work/all"
equal() { # WHAT EXPECTED ACTUAL
    if [ "$2" = "$3" ]; then pass "$1"; else fail "$1: expected \"$2\", got \"$3\""; fi
}
# The table's rows as "id name" lines, sorted.
rows() { awk -F'|' '$2 ~ /[0-9a-f]-[0-9a-f]/ { gsub(/^ +| +$/, "", $2); gsub(/^ +| +$/, "", $3); print $2, $3 }' "$1" | sort; }

if command -v nova >/dev/null; then
    nova list >"$work/list" 2>"$work/err" || cat "$work/err"
    rows "$work/list" >"$work/rows"
    equal "nova list shows one page" 25 "$(wc -l <"$work/rows")"
    equal "nova list shows nothing that is not there" "" "$(comm -13 "$work/all" "$work/rows")"

    nova list --limit -1 >"$work/list" 2>"$work/err" || cat "$work/err"
    rows "$work/list" >"$work/rows"
    equal "nova list --limit -1 shows every server" "" "$(diff "$work/all" "$work/rows")"

    # PKCS#1, PKCS#8 with a space in its name, non-ASCII letters, bare metal through the compute API.
    for name in web-0001 db-0001 Büro-Übersicht metal-0001; do
        equal "nova get-password $name" "$(server "$name" password)" \
            "$(nova get-password "$(server "$name" id)" "$(server "$name" keyFile)" 2>/dev/null)"
    done
    equal "nova get-password by name" "$(server web-0002 password)" \
        "$(nova get-password web-0002 "$(server web-0002 keyFile)" 2>/dev/null)"
    for name in web-young lin-0001; do
        equal "nova get-password $name (none)" "" \
            "$(nova get-password "$(server "$name" id)" "$(server "$name" keyFile)" 2>/dev/null)"
    done

    id=$(server web-0003 id)
    if nova clear-password "$id" >/dev/null 2>"$work/err"; then pass "nova clear-password"
    else cat "$work/err"; fail "nova clear-password"; fi
    equal "nova clear-password clears" cleared "$(server web-0003 passwordState)"
    equal "nova get-password afterwards" "" "$(nova get-password "$id" "$(server web-0003 keyFile)" 2>/dev/null)"
else
    skip "nova: not installed (Debian: python3-novaclient)"
fi

if command -v openstack >/dev/null; then
    ids() { python3 -c 'import json, sys
for s in sorted((s["ID"], s["Name"]) for s in json.load(sys.stdin)): print(*s)'; }
    openstack server list -f json 2>"$work/err" | ids >"$work/rows" || cat "$work/err"
    equal "openstack server list shows one page" 25 "$(wc -l <"$work/rows")"
    equal "openstack server list shows nothing that is not there" "" "$(comm -13 "$work/all" "$work/rows")"
    openstack server list --limit -1 -f json 2>"$work/err" | ids >"$work/rows" || cat "$work/err"
    equal "openstack server list --limit -1 shows every server" "" "$(diff "$work/all" "$work/rows")"
    equal "openstack keypair list" "KeyPair db 1 KeyPair-app KeyPair-web" \
        "$(openstack keypair list -f value -c Name 2>/dev/null | sort | paste -sd' ')"
    if ! command -v ssh-keygen >/dev/null; then skip "fingerprints: ssh-keygen is not installed"; else
    equal "openstack keypair list agrees with ssh-keygen" "" "$(
        openstack keypair list -f json 2>/dev/null | python3 -c 'import json, sys
for k in json.load(sys.stdin): print(k["Fingerprint"] + "\t" + k["Name"])' | while IFS=$'\t' read -r fingerprint name; do
            actual=$(ssh-keygen -y -f "$work/keys/$name.pem" | ssh-keygen -l -E md5 -f - | awk '{ sub("MD5:", "", $2); print $2 }')
            [ "$actual" = "$fingerprint" ] || echo "$name: $fingerprint, by ssh-keygen $actual"
        done)"
    fi
    # Without the variables of a user, which these sign-in methods refuse.
    as_nobody() { env -u OS_USERNAME -u OS_PASSWORD -u OS_USER_DOMAIN_NAME -u OS_PROJECT_DOMAIN_NAME -u OS_PROJECT_NAME "$@"; }
    application() {
        state | python3 -c 'import json, sys
print(next(u["applicationCredentials"][0][sys.argv[1]] for u in json.load(sys.stdin)["users"] if u["name"] == "admin"))' "$1"
    }
    equal "openstack signs in with an application credential" "KeyPair db 1 KeyPair-app KeyPair-web" \
        "$(as_nobody openstack --os-auth-type v3applicationcredential --os-application-credential-id "$(application id)" \
            --os-application-credential-secret "$(application secret)" keypair list -f value -c Name 2>"$work/err" | sort | paste -sd' ')"
    token=$(curl -sf -H 'Content-Type: application/json' -d '{"identityProvider": "corporate", "user": "admin"}' "$control/id-tokens" |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["idToken"])')
    equal "openstack signs in with an ID token" "KeyPair db 1 KeyPair-app KeyPair-web" \
        "$(as_nobody openstack --os-auth-type v3oidcaccesstoken --os-identity-provider corporate --os-protocol oidc \
            --os-access-token "$token" --os-project-name "$OS_PROJECT_NAME" --os-project-domain-name "$OS_PROJECT_DOMAIN_NAME" \
            keypair list -f value -c Name 2>"$work/err" | sort | paste -sd' ')"
    equal "openstack refuses a wrong password" 1 "$(OS_PASSWORD=wrong openstack server list >/dev/null 2>&1; echo $?)"
else
    skip "openstack: not installed (Debian: python3-openstackclient)"
fi

finish
