#!/usr/bin/env bash
# Creates the certificates of the HTTPS servers of the tests, with openssl 3. They are not trusted, and their keys are not
# secret: the client must reject each test server. The password of the files is "test".
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p certificates
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/ca.cnf" <<CONF
[ca]
default_ca = test
[test]
dir = $work
database = $work/index
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
CONF

# name, subject alternative name, first day, last day
certificate() {
  : > "$work/index"
  openssl req -newkey rsa:2048 -nodes -keyout "$work/key" -out "$work/request" \
    -subj "/CN=$1" -addext "subjectAltName=$2" -addext extendedKeyUsage=serverAuth 2> /dev/null
  openssl ca -batch -config "$work/ca.cnf" -selfsign -keyfile "$work/key" -in "$work/request" \
    -startdate "$3" -enddate "$4" -out "$work/certificate" -notext 2> "$work/log" || { cat "$work/log"; return 1; }
  # The old algorithms, because Mono does not support others.
  openssl pkcs12 -export -inkey "$work/key" -in "$work/certificate" -passout pass:test -out "certificates/$1.pfx" \
    -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1
}

certificate self-signed IP:127.0.0.1 20240101000000Z 20740101000000Z
certificate expired IP:127.0.0.1 20200101000000Z 20200201000000Z
certificate wrong-name DNS:iam.example.com 20240101000000Z 20740101000000Z
