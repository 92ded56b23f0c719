import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { choice, switchParameter, text, wholeNumber } from "../../lib/api/cmdlet/parameter.js";
import { fingerprint, networkAddress } from "../../lib/api/cmdlet/parameter-formats.js";
import { accountReference, reference } from "../../lib/api/cmdlet/reference.js";
import { findAccount, findContainer, findJumpHost } from "../../lib/api/fabrics/find-fabric.js";
import { proposeMachine } from "../../lib/api/machines/add-machine.js";
import { osTypeParameter } from "../../lib/api/machines/os-type-parameter.js";
import { tagParameter } from "../../lib/api/machines/parameters.js";
import { AsrJob } from "../../lib/api/objects/job.js";

const extension = true;

export const newAsrProtectableItem = defineCmdlet({
  name: "New-AzureRmRecoveryServicesAsrProtectableItem",
  synopsis: "Adds a machine to a protection container.",
  remarks:
    "The machine is listed at once; it is first contacted by the job that installs or tests. With HostKeySha256 it is never trusted at first sight: only a server with that key is logged in to.",
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      ProtectionContainer: reference("ASRProtectionContainer", "The container to add to."),
      FriendlyName: text("Name that people know the machine by; unique in the container."),
      IPAddress: networkAddress("Address of the machine: IPv4, IPv6 or a host name."),
      OSType: osTypeParameter,
      Port: wholeNumber(
        "Port of its SSH server, or of WinRM; the usual one when not given (22, 5986, 5985).",
        { min: 1, max: 65_535 },
        { extension },
      ).optional(),
      Transport: choice(
        "How a Windows machine is reached. When not given, SSH, WinRM over HTTPS and over HTTP are tried in this order, and what answered is kept.",
        ["Ssh", "WinRmHttps", "WinRmHttp"],
        { extension },
      ).optional(),
      Account: accountReference("The account that is used when a later call names none.", { extension }).optional(),
      HostKeySha256: fingerprint("Fingerprint of the host key, as ssh-keygen -l prints it, or of the certificate of WinRM.", {
        extension,
      }).optional(),
      HostKeyType: choice(
        "Type of that host key; when not given x509, a certificate, for WinRmHttps, else ssh-ed25519.",
        ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa", "x509"],
        { extension },
      ).optional(),
      Tag: tagParameter("Labels of the machine, by which batches choose machines.", { extension }).optional(),
      AvailabilityGroup: text("Machines of one group, such as a cluster, are never changed at the same time.", { extension }).optional(),
      JumpHost: text("Name of a jump host of the fabric; none for the direct way where the fabric has a default.", { extension }).optional(),
      MachineType: choice(
        "What it is protected as; PhysicalServer when not given, as only physical servers are added by hand.",
        ["VirtualMachine", "PhysicalServer"],
        { extension },
      ).optional(),
      HostName: networkAddress("The machine's own host name or FQDN; another one is refused at first contact.", { extension }).optional(),
      LegacySsh: switchParameter("Allows SHA-1 key exchange and signatures, which RHEL 6 (OpenSSH 5.3) needs.", { extension }).optional(),
    }),
  },
  defaultSet: "Default",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    {
      title: "Add a Linux machine whose host key is known",
      parameters: {
        ProtectionContainer: "<container ID>",
        FriendlyName: "vm1",
        IPAddress: "10.0.0.4",
        OSType: "Linux",
        HostKeySha256: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s",
      },
    },
  ],
  async run(context, parameters, caller) {
    const { FriendlyName, IPAddress, OSType, Port, HostKeySha256, HostKeyType, LegacySsh, Tag, AvailabilityGroup, HostName } = parameters;
    const place = await findContainer(context, parameters.ProtectionContainer);
    const account = parameters.Account && (await findAccount(context, place.fabric.name, parameters.Account));
    const jumpHost = parameters.JumpHost === undefined ? undefined : findJumpHost(place.fabric, parameters.JumpHost);
    const hostKey =
      HostKeySha256 === undefined
        ? undefined
        : { type: HostKeyType ?? (parameters.Transport === "WinRmHttps" ? "x509" : "ssh-ed25519"), sha256: HostKeySha256 };
    return proposeMachine(context, caller, place, {
      friendlyName: FriendlyName,
      address: IPAddress,
      osType: OSType,
      port: Port,
      transport: parameters.Transport,
      accountId: account?.id,
      legacySsh: LegacySsh,
      hostKey,
      tags: Tag,
      availabilityGroup: AvailabilityGroup,
      jumpHost,
      machineType: parameters.MachineType,
      expectedHostName: HostName,
    });
  },
});
