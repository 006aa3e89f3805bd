"""Reads configurations with openstacksdk: a JSON list of cases from standard input, their settings to standard output."""
import json
import logging
import os
import sys
import warnings

from openstack import config

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

METHODS = {
    "v3password": "password", "v3totp": "totp", "v3multifactor": "password+totp", "v3token": "token",
    "v3applicationcredential": "application_credential", "v3oidcaccesstoken": "id_token",
    "v3oidcclientcredentials": "client_credentials",
}


def either(auth, by_id, by_name):
    return "ID " + auth[by_id] if auth.get(by_id) else auth.get(by_name)


def read(case):
    for name in [name for name in os.environ if name.startswith("OS_")]:
        del os.environ[name]
    os.environ.update(case["Variables"])
    files = config.OpenStackConfig(
        config_files=[case["Clouds"]], secure_files=[case["Secure"]], vendor_files=[case["Public"]],
        load_envvars=bool(case["Variables"]))
    cloud = files.get_one(cloud=case["Cloud"] or None, region_name=case["Region"] or "")
    settings, auth = cloud.config, cloud.config["auth"]
    method = METHODS.get(settings["auth_type"], settings["auth_type"])
    verify, cert = cloud.get_requests_verify_args()
    if verify is not True or cert:
        method += " with other certificates"
    if auth.get("system_scope") or auth.get("trust_id"):
        method += " with another scope"
    return {
        "method": method,
        "auth_url": auth.get("auth_url"),
        "user": either(auth, "user_id", "username"),
        "user_domain": either(auth, "user_domain_id", "user_domain_name") or either(auth, "default_domain_id", "default_domain_name"),
        "secret": auth.get("password") or auth.get("token") or auth.get("application_credential_secret") or auth.get("access_token")
            or auth.get("client_secret"),
        "passcode": auth.get("passcode"),
        "project": either(auth, "project_id", "project_name"),
        "project_domain":
            either(auth, "project_domain_id", "project_domain_name") or either(auth, "default_domain_id", "default_domain_name"),
        "region": cloud.region_name or None,
        "interface": settings.get("interface") or "public",
        "ecs": settings.get("compute_endpoint_override"),
    }


results = []
for case in json.load(sys.stdin):
    try:
        results.append({key: value and str(value) for key, value in read(case).items()})
    except Exception:
        results.append({"error": "yes"})
json.dump(results, sys.stdout)
