#!/usr/bin/env bash
# Creates the key files of the tests with the tools of administrators: openssl, ssh-keygen, and puttygen (Debian: openssl,
# openssh-client, putty-tools). It also writes manifest.json, which has for each file the values that a reader must find,
# and a password that openssl encrypted with the public key.
# The keys are new each time; their names and the layout are always the same.
set -euo pipefail
cd "$(dirname "$0")"
rm -rf keys.new
mkdir keys.new
cd keys.new
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pass='correct horse ✓'
printf '%s' "$pass" > "$work/pass"
export OPENSSL_CONF="$work/openssl.cnf"
cat > "$OPENSSL_CONF" <<'CONF'
# The legacy provider has single DES, RC2, and MD5 for the keys that old versions of openssl wrote.
openssl_conf = init
[init]
providers = providers
[providers]
default = default_provider
legacy = legacy_provider
[default_provider]
activate = 1
[legacy_provider]
activate = 1
[req]
distinguished_name = name
[name]
CONF
manifest=()

# The public key of a source key, in the forms that the manifest needs.
facts() { # source-key
  ssh-keygen -y -f "$1" > "$1.pub"
  openssl rsa -in "$1" -pubout -out "$1.spki" 2> /dev/null
}

# Adds a file to the manifest.  file, source key, format, encrypted, comment, password
entry() {
  local file=$1 source=$2 format=$3 encrypted=$4 comment=$5 password=${6:-Uq7-gXe+4LpZs.Kw2Rbn}
  local md5 sha bits ciphertext
  md5=$(ssh-keygen -l -E md5 -f "$source.pub" | cut -d' ' -f2 | sed 's/^MD5://')
  sha=$(ssh-keygen -l -E sha256 -f "$source.pub" | cut -d' ' -f2)
  bits=$(ssh-keygen -l -f "$source.pub" | cut -d' ' -f1)
  ciphertext=$(printf '%s' "$password" | openssl pkeyutl -encrypt -pubin -inkey "$source.spki" | base64 -w0)
  manifest+=("  {\"file\": \"$file\", \"format\": \"$format\", \"bits\": $bits, \"encrypted\": $encrypted, \"comment\": \"$comment\",
   \"publicKey\": \"$(cut -d' ' -f1,2 "$source.pub")\",
   \"md5\": \"$md5\", \"sha256\": \"$sha\",
   \"password\": \"$password\",
   \"ciphertext\": \"$ciphertext\"}")
}

# --- Source keys: PKCS#1 PEM without passphrase
for bits in 1024 2048 3072 4096 8192; do
  openssl genrsa -traditional -out "$work/$bits" $bits 2> /dev/null
  facts "$work/$bits"
done
openssl genrsa -3 -traditional -out "$work/e3" 2048 2> /dev/null
facts "$work/e3"
# Public exponents of 33, 64 and 256 bits. An exponent need not be prime.
large_exponents=(4294967297 18446744073709551557 115792089237316195423570985008687907853269984665640564039457584007913129639935)
for i in 0 1 2; do
  openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt "rsa_keygen_pubexp:${large_exponents[$i]}" -out "$work/e-large-$i"
  chmod 600 "$work/e-large-$i"
  facts "$work/e-large-$i"
done
chmod 600 "$work"/*
base=$work/2048

# --- PKCS#1 and PKCS#8 without passphrase
for bits in 1024 2048 3072 4096 8192; do
  cp "$work/$bits" "pkcs1-$bits.pem"
  entry "pkcs1-$bits.pem" "$work/$bits" Pkcs1Pem false ""
done
cp "$work/e3" pkcs1-exponent-3.pem
entry pkcs1-exponent-3.pem "$work/e3" Pkcs1Pem false ""
bits=(33 64 256)
for i in 0 1 2; do
  cp "$work/e-large-$i" "pkcs8-exponent-of-${bits[$i]}-bits.pem"
  entry "pkcs8-exponent-of-${bits[$i]}-bits.pem" "$work/e-large-$i" Pkcs8Pem false ""
done
cp "$work/e-large-0" openssh-exponent-of-33-bits.key
ssh-keygen -q -p -N '' -f openssh-exponent-of-33-bits.key > /dev/null
entry openssh-exponent-of-33-bits.key "$work/e-large-0" OpenSsh false ""
openssl rsa -in "$base" -traditional -outform DER -out pkcs1.der 2> /dev/null
entry pkcs1.der "$base" Pkcs1Der false ""
openssl pkcs8 -topk8 -nocrypt -in "$base" -out pkcs8.pem
entry pkcs8.pem "$base" Pkcs8Pem false "" 'Grüße, 世界 🔑'
openssl pkcs8 -topk8 -nocrypt -in "$base" -outform DER -out pkcs8.der
entry pkcs8.der "$base" Pkcs8Der false "" 'short'

# --- PKCS#1 with passphrase (Proc-Type: 4,ENCRYPTED)
for cipher in aes128 aes192 aes256 des3 des; do
  openssl rsa -in "$base" -traditional -$cipher -passout file:"$work/pass" -out "pkcs1-$cipher.pem" 2> /dev/null
  entry "pkcs1-$cipher.pem" "$base" Pkcs1Pem true ""
done

# --- PKCS#8 with passphrase: PBES2
for prf in hmacWithSHA1 hmacWithSHA256 hmacWithSHA384 hmacWithSHA512; do
  for cipher in aes-128-cbc aes-192-cbc aes-256-cbc des3; do
    file="pkcs8-$prf-$cipher.pem"
    openssl pkcs8 -topk8 -in "$base" -v2 $cipher -v2prf $prf -passout file:"$work/pass" -out "$file"
    entry "$file" "$base" Pkcs8Pem true ""
  done
done
openssl pkcs8 -topk8 -in "$base" -v2 aes-256-cbc -iter 100000 -passout file:"$work/pass" -out pkcs8-100000-iterations.pem
entry pkcs8-100000-iterations.pem "$base" Pkcs8Pem true ""
openssl pkcs8 -topk8 -in "$base" -v2 aes-256-cbc -passout file:"$work/pass" -outform DER -out pkcs8-encrypted.der
entry pkcs8-encrypted.der "$base" Pkcs8Der true ""

# --- PKCS#8 with passphrase: PBES1 and the schemes of PKCS#12
for scheme in PBE-MD5-DES PBE-SHA1-DES PBE-SHA1-3DES PBE-SHA1-2DES; do
  openssl pkcs8 -topk8 -in "$base" -v1 $scheme -passout file:"$work/pass" -out "pkcs8-$scheme.pem"
  entry "pkcs8-$scheme.pem" "$base" Pkcs8Pem true ""
done

# --- OpenSSH
cp "$base" openssh.key
ssh-keygen -q -p -N '' -f openssh.key > /dev/null
ssh-keygen -q -c -C 'ops@example.com' -f openssh.key > /dev/null
rm -f openssh.key.pub
entry openssh.key "$base" OpenSsh false ops@example.com
for cipher in aes128-ctr aes192-ctr aes256-ctr aes128-cbc aes192-cbc aes256-cbc 3des-cbc \
  aes128-gcm@openssh.com aes256-gcm@openssh.com; do
  file="openssh-${cipher%@*}.key"
  cp openssh.key "$file"
  ssh-keygen -q -p -Z $cipher -N "$pass" -f "$file" > /dev/null
  entry "$file" "$base" OpenSsh true ""
done
cp openssh.key openssh-100-rounds.key
ssh-keygen -q -p -a 100 -N "$pass" -f openssh-100-rounds.key > /dev/null
entry openssh-100-rounds.key "$base" OpenSsh true ""
cp "$work/4096" openssh-4096.key
ssh-keygen -q -p -N '' -f openssh-4096.key > /dev/null
entry openssh-4096.key "$work/4096" OpenSsh false ""

# --- PuTTY
putty() { # file, encrypted, options…
  local file=$1 encrypted=$2
  shift 2
  local passphrase=()
  if [ "$encrypted" = true ]; then passphrase=(--new-passphrase "$work/pass"); fi
  puttygen "$base" -O private -o "$file" -C 'imported key' "${passphrase[@]}" "$@"
}
putty putty-v2.ppk false --ppk-param version=2
entry putty-v2.ppk "$base" PuttyV2 false 'imported key'
putty putty-v2-encrypted.ppk true --ppk-param version=2
entry putty-v2-encrypted.ppk "$base" PuttyV2 true 'imported key'
putty putty-v3.ppk false
entry putty-v3.ppk "$base" PuttyV3 false 'imported key'
for kdf in id i d; do
  putty "putty-v3-argon2$kdf.ppk" true --ppk-param kdf=argon2$kdf
  entry "putty-v3-argon2$kdf.ppk" "$base" PuttyV3 true 'imported key'
done
putty putty-v3-4-lanes.ppk true --ppk-param memory=4096,passes=5,parallelism=4
entry putty-v3-4-lanes.ppk "$base" PuttyV3 true 'imported key'

# --- As editors, shells, and mail programs change them
sed 's/$/\r/' pkcs1-2048.pem > crlf-pkcs1.pem
entry crlf-pkcs1.pem "$base" Pkcs1Pem false ""
sed 's/$/\r/' pkcs1-aes256.pem > crlf-pkcs1-aes256.pem
entry crlf-pkcs1-aes256.pem "$base" Pkcs1Pem true ""
sed 's/$/\r/' openssh.key > crlf-openssh.key
entry crlf-openssh.key "$base" OpenSsh false ops@example.com
sed 's/$/\r/' putty-v3-argon2id.ppk > crlf-putty-v3.ppk
entry crlf-putty-v3.ppk "$base" PuttyV3 true 'imported key'
tr '\n' '\r' < pkcs1-2048.pem > cr-only.pem
entry cr-only.pem "$base" Pkcs1Pem false ""
{ printf '\xef\xbb\xbf'; cat pkcs1-2048.pem; } > bom-utf8.pem
entry bom-utf8.pem "$base" Pkcs1Pem false ""
{ printf '\xff\xfe'; sed 's/$/\r/' pkcs8.pem | iconv -t UTF-16LE; } > utf16le.pem
entry utf16le.pem "$base" Pkcs8Pem false ""
{ printf '\xfe\xff'; iconv -t UTF-16BE openssh.key; } > utf16be.key
entry utf16be.key "$base" OpenSsh false ops@example.com
iconv -t UTF-16LE pkcs1-aes128.pem > utf16le-without-bom.pem
entry utf16le-without-bom.pem "$base" Pkcs1Pem true ""
{ printf '\xff\xfe'; sed 's/$/\r/' putty-v2.ppk | iconv -t UTF-16LE; } > utf16le-putty.ppk
entry utf16le-putty.ppk "$base" PuttyV2 false 'imported key'
{ printf '# the key of the web servers\nBag Attributes\n    friendlyName: Schlüssel\n\n'; cat pkcs8.pem; printf '\n-- \nsent from my console\n'; } > text-around.pem
entry text-around.pem "$base" Pkcs8Pem false ""
tr '\n' ' ' < pkcs8.pem > one-line.pem
entry one-line.pem "$base" Pkcs8Pem false ""
sed 's/^/    /' pkcs1-2048.pem > indented.pem
entry indented.pem "$base" Pkcs1Pem false ""
openssl req -x509 -new -key "$base" -subj /CN=test -days 1 -out "$work/cert.pem"
cat "$work/cert.pem" pkcs8.pem > certificate-and-key.pem
entry certificate-and-key.pem "$base" Pkcs8Pem false ""

# --- Several keys in one file; the manifest names the second
cat pkcs1-1024.pem pkcs1-3072.pem > two-keys.pem

# --- Files that are rejected
mkdir refused
openssl ecparam -name prime256v1 -genkey -out refused/ec-pkcs1.pem
openssl pkcs8 -topk8 -nocrypt -in refused/ec-pkcs1.pem -out refused/ec-pkcs8.pem
openssl pkcs8 -topk8 -in refused/ec-pkcs1.pem -passout file:"$work/pass" -out refused/ec-pkcs8-encrypted.pem
openssl ec -in refused/ec-pkcs1.pem -outform DER -out refused/ec.der 2> /dev/null
openssl genpkey -algorithm ed25519 -out refused/ed25519-pkcs8.pem
openssl genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out refused/rsa-pss.pem 2> /dev/null
openssl dsaparam -genkey -out refused/dsa.pem 1024 2> /dev/null
openssl dsa -in refused/dsa.pem -outform DER -out "$work/dsa.der" 2> /dev/null
openssl pkcs8 -topk8 -nocrypt -in refused/dsa.pem -outform DER -out refused/dsa-pkcs8.der
ssh-keygen -q -t ed25519 -N '' -C '' -f refused/ed25519-openssh
ssh-keygen -q -t ed25519 -N "$pass" -C '' -f refused/ed25519-openssh-encrypted
ssh-keygen -q -t ecdsa -N '' -C '' -f refused/ecdsa-openssh
puttygen -q -t ed25519 -O private -o refused/ed25519.ppk --new-passphrase /dev/null -C ''
ssh-keygen -q -s refused/ed25519-openssh -I id -n user "$base.pub" 2> /dev/null
mv "$work/2048-cert.pub" refused/openssh-certificate.pub
cp "$base.pub" refused/rsa.pub
cp "$base.spki" refused/public.pem
openssl rsa -in "$base" -RSAPublicKey_out -out refused/rsa-public.pem 2> /dev/null
openssl rsa -in "$base" -pubout -outform DER -out refused/public.der 2> /dev/null
ssh-keygen -e -m RFC4716 -f "$base.pub" > refused/rfc4716.pub
puttygen "$base" -O private-sshcom -o refused/sshcom.key
cp "$work/cert.pem" refused/certificate.pem
openssl x509 -in "$work/cert.pem" -outform DER -out refused/certificate.der
openssl req -new -key "$base" -subj /CN=test -out refused/request.pem
openssl pkcs12 -export -inkey "$base" -in "$work/cert.pem" -passout pass:x -out refused/bundle.pfx
cp openssh.key refused/openssh-chacha20-poly1305.key
ssh-keygen -q -p -Z chacha20-poly1305@openssh.com -N "$pass" -f refused/openssh-chacha20-poly1305.key > /dev/null
cp openssh.key refused/openssh-300-rounds.key
ssh-keygen -q -p -a 300 -N "$pass" -f refused/openssh-300-rounds.key > /dev/null
openssl pkcs8 -topk8 -in "$base" -v2 aes-256-cbc -v2prf hmacWithSHA224 -passout file:"$work/pass" -out refused/pkcs8-sha224.pem
openssl pkcs8 -topk8 -in "$base" -v2 aes-256-cbc -scrypt -passout file:"$work/pass" -out refused/pkcs8-scrypt.pem
openssl pkcs8 -topk8 -in "$base" -v1 PBE-SHA1-RC2-64 -passout file:"$work/pass" -out refused/pkcs8-rc2.pem
openssl pkcs8 -topk8 -in "$base" -v2 aes-256-cbc -iter 20000000 -passout file:"$work/pass" -out refused/pkcs8-20000000-iterations.pem
openssl rsa -in "$base" -traditional -camellia128 -passout file:"$work/pass" -out refused/pkcs1-camellia.pem 2> /dev/null
openssl genrsa -traditional -out refused/rsa-512.pem 512 2> /dev/null
openssl genrsa -traditional -primes 3 -out refused/three-primes.pem 2048 2> /dev/null
putty refused/putty-64-mebibytes.ppk true --ppk-param memory=65536,passes=1
printf '' > refused/empty.pem
printf ' \r\n\r\n' > refused/blank.pem
head -c 1024 "$work/dsa.der" | openssl dgst -sha512 -binary > refused/binary.bin
printf 'Region,Name\neu-de,web01\n' > refused/text.csv
head -c 900 pkcs1-2048.pem > refused/cut.pem
sed '5s/[A-Za-z]/*/' pkcs1-2048.pem > refused/not-base64.pem
sed '9d' pkcs1-2048.pem > refused/line-missing.pem
rm -f refused/*.key.pub refused/ed25519-openssh-encrypted.pub refused/ecdsa-openssh.pub
mv refused/ed25519-openssh.pub refused/ed25519.pub

{
  printf '{"passphrase": "%s", "files": [\n' "$pass"
  for i in "${!manifest[@]}"; do
    [ "$i" = 0 ] || printf ',\n'
    printf '%s' "${manifest[$i]}"
  done
  printf '\n]}\n'
} > manifest.json

cat > README.md <<'TEXT'
# Test keys

The private keys in this folder do not protect anything: `../make-keys.sh` creates them for the tests, and they do not
belong to a server, account, or person. `manifest.json` has the expected values of each file, and the passphrase of all
encrypted files. `refused/` has the files that must be rejected with the right reason.
TEXT
chmod 644 ./*.* refused/*
cd ..
rm -rf keys
mv keys.new keys
du -sb keys
