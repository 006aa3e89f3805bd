"""Computes the vector of the scoped form of SDK-HMAC-SHA256, which Open Telekom Cloud's Go SDK sends.

Written from the description of the form (gophertelekomcloud's signer_helper.go) with Python's standard library only,
so that it shares nothing with the code under test. Run it to get sdk_form.json again:

    python3 sdk_form.py > sdk_form.json
"""
import hashlib
import hmac
import json
from urllib.parse import parse_qsl, quote, unquote, urlsplit

ACCESS_KEY = "QTWAOYTTINDUT2QVKYUC"
SECRET_KEY = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"


def sign(method, url, headers, body):
    date = headers["x-sdk-date"]
    address = urlsplit(url)
    path = quote(unquote(address.path), safe="/-_.~")
    path = path if path.endswith("/") else path + "/"
    pairs = sorted(parse_qsl(address.query, keep_blank_values=True))
    query = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs)
    names = sorted(headers)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    canonical = "\n".join(
        [method, path, query, lines, ";".join(names), hashlib.sha256(body.encode()).hexdigest()])
    # Region and service are empty because neither is specified in the SDK.
    scope = f"{date[:8]}///sdk_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = f"SDK-HMAC-SHA256\n{date}\n{scope}\n{digest}"
    key = ("SDK" + SECRET_KEY).encode()
    for part in (date[:8], "", "", "sdk_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return digest, f"SDK-HMAC-SHA256 Credential={ACCESS_KEY}/{scope}, SignedHeaders={';'.join(names)}, Signature={signature}"


def vector(method, url, headers, body=""):
    digest, authorization = sign(method, url, headers, body)
    return {
        "method": method, "url": url, "headers": headers, "body": body,
        "canonicalRequestSha256": digest, "authorization": authorization,
    }


print(json.dumps({
    "accessKey": ACCESS_KEY,
    "secretKey": SECRET_KEY,
    "vectors": [
        # The request of the published vector of the other form, see access_form.json.
        vector(
            "GET",
            "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs"
            "?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
            {"content-type": "application/json", "host": "service.region.example.com",
             "x-sdk-date": "20191115T033655Z"}),
        # Like the catalog request of the SDK: it signs every header that is set at this time.
        vector(
            "GET",
            "https://iam.eu-de.example.com/v3/auth/catalog",
            {"accept": "application/json", "host": "iam.eu-de.example.com", "user-agent": "gophertelekomcloud/v0",
             "x-sdk-date": "20191115T033655Z"}),
        vector(
            "POST",
            "https://iam.eu-de.example.com/v3/auth/tokens",
            {"accept": "application/json", "content-type": "application/json", "host": "iam.eu-de.example.com",
             "x-sdk-date": "20191115T033655Z"},
            '{"auth":{"identity":{"assume_role":{"domain_name":"domain A","xrole_name":"agencytest"},'
            '"methods":["assume_role"]}}}'),
    ],
}, indent=2))
