#!/usr/bin/python3
"""Creates key pairs and servers in the lab that openstack-up started. Run as root.

  openstack-seed.py [--count 60] [--fresh]

Key pairs are registered through the Nova API, as the lab's user. Server rows go into Nova's cell
database through Nova's own objects; the encrypted passwords get there through Nova's own metadata
code (nova.api.metadata.password.handle_password), as if cloudbase-init had posted them: RSA with
PKCS#1 v1.5 padding by the key pair's public key, base64, in system_metadata password_0..3.

Writes expected.json. A second run keeps the servers and restores passwords that were cleared;
--fresh removes all servers of the project first and creates new ones.
"""
import argparse
import base64
import datetime
import ipaddress
import json
import os
import secrets
import string
import subprocess
import sys
import types
import uuid

LAB = os.environ.get("LAB_DIR", "/tmp/openstack-lab")
KEYS = os.path.join(LAB, "keys")
EXPECTED = os.path.join(LAB, "expected.json")
REGION = "eu-de"
IMAGES = {"Windows": "d2f4d6a1-6f43-4c0c-9d0b-5e1c2a3b4c5d", "Linux": "0b7e3c52-8c1d-4e7f-a8c6-1f2e3d4c5b6a"}
VPC = "7d6c1f0e-53f5-4a3b-9d55-0c9b8a7f6e5d"

if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])   # Debian's modules, not another python's

for name in [n for n in os.environ if n.startswith("OS_")]:
    del os.environ[name]


def credentials():
    """The user's sign-in data, from the clouds.yaml that openstack-up wrote."""
    import yaml
    with open(os.path.join(LAB, "clouds.yaml"), encoding="utf-8") as f:
        return yaml.safe_load(f)["clouds"]["lab"]["auth"]


def api():
    """A Nova client of the lab's user."""
    from keystoneauth1 import session
    from keystoneauth1.identity import v3
    from novaclient import client
    auth = v3.Password(**credentials())
    sess = session.Session(auth=auth)
    return client.Client("2.1", session=sess, region_name=REGION), sess


def make_keys():
    """Three private keys, one of each file form, with their public halves."""
    os.makedirs(KEYS, mode=0o700, exist_ok=True)
    keys = {}

    def run(*command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    for name, kind in (("KeyPair-lab1", "pkcs1"), ("KeyPair-lab2", "openssh"), ("KeyPair lab 3", "pkcs8")):
        path = os.path.join(KEYS, name + ".pem")
        if not os.path.exists(path):
            if kind == "pkcs1":      # -----BEGIN RSA PRIVATE KEY-----
                run("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-C", "lab", "-f", path)
            elif kind == "openssh":  # -----BEGIN OPENSSH PRIVATE KEY-----
                run("ssh-keygen", "-q", "-t", "rsa", "-b", "4096", "-N", "", "-C", "lab", "-f", path)
            else:                    # -----BEGIN PRIVATE KEY-----
                run("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", path)
            os.chmod(path, 0o600)
        public = subprocess.run(["ssh-keygen", "-y", "-f", path], check=True, capture_output=True, text=True).stdout
        keys[name] = {"file": path, "public": " ".join(public.split()[:2]) + " lab"}
    return keys


def register(nova, keys):
    have = {k.name: k for k in nova.keypairs.list()}
    for name, key in keys.items():
        old = have.get(name)
        if old is not None and old.public_key.split()[1] != key["public"].split()[1]:
            nova.keypairs.delete(name)
            old = None
        if old is None:
            nova.keypairs.create(name, key["public"])
            print("key pair registered:", name)


def random_password(rng=secrets):
    letters = string.ascii_letters + string.digits
    while True:
        chars = letters + ("!#$%&'()*+,-./:;<=>?@[]^_{|}~\"\\" if rng.randbelow(3) == 0 else "")
        word = "".join(rng.choice(chars) for _ in range(20))
        if any(c.islower() for c in word) and any(c.isupper() for c in word) and any(c.isdigit() for c in word):
            return word


def encrypt(public, word):
    """What cloudbase-init posts: base64 of RSA PKCS#1 v1.5, by the public key of the key pair."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import padding
    key = serialization.load_ssh_public_key(public.encode())
    return base64.b64encode(key.encrypt(word.encode(), padding.PKCS1v15()))


def plan(count):
    """(name, os_type, key name or None, has a password, vm_state) for each server, newest last."""
    names = ["KeyPair-lab1", "KeyPair-lab2", "KeyPair lab 3"]
    for i in range(count):
        if i % 10 == 7:
            yield f"lin-{i:04d}", "Linux", names[i // 10 % 3], False, "active"
        elif i % 10 == 4:    # still installing, or made without a key pair: Nova holds no password
            yield f"win-{i:04d}", "Windows", None if i == 14 else names[i // 10 % 3], False, "active"
        elif i in (21, 22):  # two servers of one name
            yield "win-twin", "Windows", names[i % 3], True, "active"
        else:
            yield f"win-{i:04d}", "Windows", names[i % 3], True, "stopped" if i % 20 == 9 else "active"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--fresh", action="store_true")
    args = parser.parse_args()

    client, sess = api()
    project_id, user_id = sess.get_project_id(), sess.get_user_id()
    keys = make_keys()
    register(client, keys)

    import webob
    from nova import config, context, exception, objects
    from nova.api.metadata import password as metadata_password
    from nova.network import model as network_model
    config.parse_args(["seed", "--config-file", os.path.join(LAB, "nova.conf"), "--log-file",
                       os.path.join(LAB, "log", "seed.log")])
    objects.register_all()
    admin = context.get_admin_context()
    ctxt = context.RequestContext(user_id=user_id, project_id=project_id, is_admin=True)
    cell = next(c for c in objects.CellMappingList.get_all(admin) if c.name == "cell1")

    def post_password(server_id, encrypted):
        """As the metadata service does when a server posts its password."""
        req = webob.Request.blank("/openstack/2013-04-04/password", method="POST", body=encrypted)
        metadata_password.handle_password(req, types.SimpleNamespace(password="", uuid=server_id))

    def public_key(name):
        return keys[name]["public"]

    expected = []
    if os.path.exists(EXPECTED):
        with open(EXPECTED, encoding="utf-8") as f:
            expected = json.load(f)
    with context.target_cell(ctxt, cell) as cctxt:
        there = {i.uuid: i for i in objects.InstanceList.get_by_filters(
            cctxt, {"project_id": project_id, "deleted": False}, expected_attrs=["system_metadata"])}
        if not args.fresh and expected and {e["id"] for e in expected} <= set(there):
            back = 0
            for e in expected:
                if e["password"] is not None and not metadata_password.extract_password(there[e["id"]]):
                    post_password(e["id"], encrypt(public_key(e["key_name"]), e["password"]))
                    back += 1
            print(f"{len(expected)} servers were there, {back} cleared passwords put back")
            return
        for instance in there.values():
            mapping = objects.InstanceMapping.get_by_instance_uuid(admin, instance.uuid)
            instance.destroy()
            mapping.destroy()

    flavors = {}
    for flavor_id, vcpus, ram in (("s3.xlarge.4", 4, 16384), ("s3.medium.1", 1, 1024)):
        try:
            flavors[flavor_id] = objects.Flavor.get_by_flavor_id(admin, flavor_id)
        except exception.FlavorNotFound:
            flavor = objects.Flavor(admin, name=flavor_id, flavorid=flavor_id, memory_mb=ram, vcpus=vcpus, root_gb=0,
                                    ephemeral_gb=0, swap=0, rxtx_factor=1.0, vcpu_weight=0, disabled=False,
                                    is_public=True, extra_specs={})
            flavor.create()
            flavors[flavor_id] = objects.Flavor.get_by_flavor_id(admin, flavor_id)

    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    expected = []
    for i, (name, os_type, key_name, has_password, vm_state) in enumerate(plan(args.count)):
        server_id = str(uuid.uuid4())
        flavor = flavors["s3.xlarge.4" if os_type == "Windows" else "s3.medium.1"]
        created = now - datetime.timedelta(minutes=10 * (args.count - i) + 30)
        address = str(ipaddress.ip_address("192.168.0.10") + i)
        subnet = network_model.Subnet(cidr="192.168.0.0/16", ips=[network_model.FixedIP(address=address)])
        vif = network_model.VIF(
            id=str(uuid.uuid5(uuid.NAMESPACE_OID, server_id)),
            address="fa:16:3e:%02x:%02x:%02x" % tuple(secrets.token_bytes(3)),
            network=network_model.Network(id=str(uuid.uuid5(uuid.NAMESPACE_OID, VPC)), label=VPC, subnets=[subnet]))
        metadata = {"os_type": os_type, "os_bit": "64", "charging_mode": "0", "vpc_id": VPC,
                    "metering.image_id": IMAGES[os_type], "metering.imagetype": "gold",
                    "metering.resourcespeccode": f"{flavor.name}.{os_type.lower()}",
                    "image_name": "Standard_Windows_2019_latest" if os_type == "Windows" else "Standard_Debian_12_latest"}
        mapping = objects.InstanceMapping(ctxt, instance_uuid=server_id, project_id=project_id, user_id=user_id,
                                          cell_mapping=cell, queued_for_delete=False)
        mapping.create()
        with context.target_cell(ctxt, cell) as cctxt:
            pairs = objects.KeyPairList(cctxt, objects=[])
            if key_name is not None:
                pairs.objects.append(objects.KeyPair.get_by_name(ctxt, user_id, key_name))
            instance = objects.Instance(
                cctxt, uuid=server_id, user_id=user_id, project_id=project_id, display_name=name,
                display_description=name, hostname=name, image_ref=IMAGES[os_type],
                key_name=key_name, key_data=None if key_name is None else public_key(key_name),
                metadata=metadata, system_metadata={"image_min_disk": "0", "image_os_type": os_type.lower()},
                vm_state=vm_state, task_state=None, power_state=1 if vm_state == "active" else 4,
                flavor=flavor, instance_type_id=flavor.id, memory_mb=flavor.memory_mb, vcpus=flavor.vcpus,
                root_gb=0, ephemeral_gb=0, host="lab-compute", node="lab-compute", launched_on="lab-compute",
                availability_zone="eu-de-01", root_device_name="/dev/vda", config_drive="", launch_index=0,
                reservation_id="r-%08x" % i, keypairs=pairs, created_at=created,
                launched_at=created + datetime.timedelta(seconds=40), progress=0, locked=False, hidden=False,
                info_cache=objects.InstanceInfoCache(
                    cctxt, instance_uuid=server_id, network_info=network_model.NetworkInfo([vif])))
            instance.create()
        word = None
        if has_password:
            word = random_password()
            post_password(server_id, encrypt(public_key(key_name), word))
        expected.append({"id": server_id, "name": name, "os_type": os_type, "key_name": key_name,
                         "key_file": None if key_name is None else keys[key_name]["file"], "password": word})
    with open(EXPECTED, "w", encoding="utf-8") as f:
        json.dump(expected, f, indent=1, ensure_ascii=False)
        f.write("\n")
    os.chmod(EXPECTED, 0o600)
    print(f"{len(expected)} servers made, {sum(e['password'] is not None for e in expected)} of them with a password")


main()
