import { createHash } from "node:crypto";
import { FleetError } from "../../../core/errors.js";
import type { MachineTarget } from "../../machine.js";
import type { ShownHostKey } from "../../transport.js";

/** How a certificate is called where host keys have their type. */
export const CERTIFICATE = "x509";

/** Of a certificate in DER. */
export const shownCertificate = (der: Buffer): ShownHostKey => ({
  type: CERTIFICATE,
  sha256: createHash("sha256").update(der).digest("base64").replace(/=$/, ""),
});

/** Why the server with this certificate must not be talked to; undefined when it is the pinned one, or may be accepted. */
export function certificateRefusal(target: MachineTarget, shown: ShownHostKey): FleetError | undefined {
  const pinned = target.hostKeySha256?.replace(/^SHA256:/, "").replace(/={1,2}$/, "");
  if (pinned === shown.sha256) return undefined;
  if (pinned !== undefined) return changed(target, pinned, shown);
  return target.acceptUnknownHostKey ? undefined : unknown(target, shown);
}

/** Shows on the machine's console the SHA-256 of the certificates of its listeners. */
export const SHOW_CERTIFICATES =
  "Get-ChildItem WSMan:\\localhost\\Listener -Recurse | Where-Object { $_.Name -eq 'CertificateThumbprint' -and $_.Value } | ForEach-Object { 'SHA256:' + [Convert]::ToBase64String([Security.Cryptography.SHA256]::Create().ComputeHash((Get-Item \"Cert:\\LocalMachine\\My\\$($_.Value)\").RawData)).TrimEnd('=') }";

const unknown = ({ address, port }: MachineTarget, { sha256 }: ShownHostKey): FleetError =>
  new FleetError(
    "HostKeyUnknown",
    `The certificate of WinRM at ${address} port ${port} is not on record and nobody approved it: it showed ${CERTIFICATE} SHA256:${sha256}. Nothing was sent.`,
    {
      target: address,
      possibleCauses: "It is the first contact with this machine, and its account or the host key setting asks for an approval.",
      recommendedAction: `Compare with what this prints in PowerShell on the machine's console; then register this fingerprint, or call again with -AcceptHostKey: ${SHOW_CERTIFICATES}`,
    },
  );

const changed = ({ address, port, hostKeyType }: MachineTarget, pinned: string, { sha256 }: ShownHostKey): FleetError =>
  new FleetError(
    "HostKeyMismatch",
    `The certificate of WinRM at ${address} port ${port} is another one: on record is ${hostKeyType ? `${hostKeyType} ` : ""}SHA256:${pinned}, it showed ${CERTIFICATE} SHA256:${sha256}. Nothing was sent.`,
    {
      target: address,
      possibleCauses:
        "The certificate was renewed, the machine was rebuilt or is reached another way than before, its address now belongs to another machine, or somebody intercepts the connection.",
      recommendedAction: `Find out why it changed; when the new one is right, register its fingerprint for this machine (Import-AsrInventory -AcceptHostKeyChange). In PowerShell on its console this prints it: ${SHOW_CERTIFICATES}`,
    },
  );
