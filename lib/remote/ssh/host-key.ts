import { createHash } from "node:crypto";
import { FleetError } from "../../core/errors.js";
import type { SshTarget } from "../machine.js";
import type { ShownHostKey } from "../transport.js";

/** Type and fingerprint of a public key in SSH wire form. */
export function shownHostKey(wireKey: Buffer): ShownHostKey {
  const typeLength = wireKey.readUInt32BE(0);
  const sha256 = createHash("sha256")
    .update(wireKey)
    .digest("base64")
    .replace(/={1,2}$/, "");
  return { type: wireKey.toString("latin1", 4, 4 + typeLength), sha256 };
}

/** Why this key must not be talked to; undefined when it is the pinned one, or may be accepted. */
export function hostKeyRefusal(target: SshTarget, shown: ShownHostKey): FleetError | undefined {
  const pinned = target.hostKeySha256?.replace(/^SHA256:/, "").replace(/={1,2}$/, "");
  if (pinned === shown.sha256) return undefined;
  if (pinned !== undefined) return changedKey(target, pinned, shown);
  return target.acceptUnknownHostKey ? undefined : unknownKey(target, shown);
}

const unknownKey = ({ address }: SshTarget, { type, sha256 }: ShownHostKey) =>
  new FleetError("HostKeyUnknown", `The host key of ${address} is not on record and nobody approved it: it showed ${type} SHA256:${sha256}.`, {
    target: address,
    possibleCauses: "It is the first contact with this machine, and its account or the host key setting asks for an approval.",
    recommendedAction:
      "Compare with `ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub` on the machine's console; then register this fingerprint, or call again with -AcceptHostKey.",
  });

const changedKey = ({ address, hostKeyType }: SshTarget, pinned: string, { type, sha256 }: ShownHostKey) =>
  new FleetError(
    "HostKeyMismatch",
    `The host key of ${address} changed: on record is ${hostKeyType ? `${hostKeyType} ` : ""}SHA256:${pinned}, it showed ${type} SHA256:${sha256}. Nothing was sent.`,
    {
      target: address,
      possibleCauses: "The machine was rebuilt, its address now belongs to another machine, or somebody intercepts the connection.",
      recommendedAction: "Find out why the key changed; when the new one is right, register its fingerprint for this machine.",
    },
  );
