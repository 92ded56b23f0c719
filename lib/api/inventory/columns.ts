import { OS_TYPES } from "../../agents/platform-of.js";
import type { MachineChange } from "../../fleet/machines/inventory.js";
import { MachineType } from "../../fleet/machines/machine-type.js";
import { TransportKind } from "../../fleet/machines/way.js";

const TRANSPORTS = TransportKind.options;

/** Columns of an inventory, in the order in which Export- writes them. */
export const COLUMNS = [
  "Fabric",
  "ProtectionContainer",
  "FriendlyName",
  "Address",
  "Port",
  "Transport",
  "OSType",
  "Account",
  "HostKey",
  "LegacySsh",
  "JumpHost",
  "AvailabilityGroup",
  "Tags",
  "MachineType",
  "HostName",
  "BiosId",
  "MachineId",
] as const;
export type Column = (typeof COLUMNS)[number];

/** What a cell of the column is expected to be; it completes "expected …". */
export const EXPECTED: Readonly<Record<Column, string>> = {
  Fabric: "the name of a fabric",
  ProtectionContainer: "the name of a protection container of the fabric",
  FriendlyName: "a name of 1 to 128 characters on one line, unique in the container",
  Address: "an IPv4 or IPv6 address or a host name",
  Port: "a whole number from 1 to 65535",
  Transport: TRANSPORTS.join(" or "),
  OSType: OS_TYPES.join(" or "),
  Account: "the id or name of a run-as account of the fabric",
  HostKey:
    "a host key as ssh-keygen -l prints it, such as 256 SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s web-01 (ED25519), or x509 and the SHA256 of a certificate of WinRM",
  LegacySsh: "true or false",
  JumpHost: "the name of a jump host of the fabric, or none",
  AvailabilityGroup: "a name of 1 to 128 characters on one line",
  Tags: "name=value pairs with semicolons between them; in JSON an object",
  MachineType: MachineType.options.join(" or "),
  HostName: "the host name or FQDN of the machine itself",
  BiosId: "the BIOS id (UUID) of the machine, such as 42062e7b-0000-4000-8000-0123456789ab",
  MachineId: "the 32 digits by which the system knows itself (machine-id)",
};

const KEY_TYPES: Readonly<Record<string, string>> = {
  ED25519: "ssh-ed25519",
  RSA: "ssh-rsa",
};
const ECDSA: Readonly<Record<string, string>> = { "256": "ecdsa-sha2-nistp256", "384": "ecdsa-sha2-nistp384", "521": "ecdsa-sha2-nistp521" };

type HostKey = NonNullable<MachineChange["set"]["hostKey"]>;

/** `256 SHA256:… comment (ED25519)`, `ssh-ed25519 SHA256:…`, `x509 SHA256:…`, or the fingerprint alone, which is taken as that of an ED25519 key. */
export function readHostKey(text: string): HostKey | undefined {
  const sha256 = /(?:^|\s)(?:SHA256:)?([A-Za-z0-9+/]{43})=?(?=\s|$)/.exec(text)?.[1];
  if (sha256 === undefined) return undefined;
  const named = /^\s*(x509|ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521))\s/.exec(text)?.[1];
  const [, bits = "", kind = ""] = /^\s*(\d+)\s.*\((\w+)\)\s*$/.exec(text) ?? [];
  if (!named && /^\s*\d/.test(text) && kind === "") return undefined;
  const type = named ?? (kind === "ECDSA" ? ECDSA[bits] : kind === "" ? "ssh-ed25519" : KEY_TYPES[kind]);
  return type === undefined ? undefined : { type, sha256 };
}

export const showHostKey = ({ type, sha256 }: HostKey): string => `${type} SHA256:${sha256}`;
