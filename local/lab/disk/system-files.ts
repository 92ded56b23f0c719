import { createHash, randomUUID } from "node:crypto";
import { faultsFile } from "../machine/faults-file.js";
import { LAB_CONFIGURATION_SERVER, type MachineSpec } from "../machine/spec.js";
import type { DiskFile } from "./disk-file.js";

const PAM = "auth required pam_unix.so\naccount required pam_unix.so\npassword required pam_deny.so\nsession required pam_permit.so\n";

/** Host name, identity, sudo and PAM settings, orders of faults: what every machine has beside its pose and its account. */
export function systemFiles(spec: MachineSpec): readonly DiskFile[] {
  const server = spec.configurationServer === undefined ? LAB_CONFIGURATION_SERVER : spec.configurationServer;
  const dmi = (name: string, text: string): DiskFile => ({ path: `/sys/class/dmi/id/${name}`, text: `${text}\n` });
  const biosId = randomUUID();
  return [
    { path: "/etc/hostname", text: `${spec.name}\n` },
    { path: "/etc/machine-id", text: `${randomUUID().replaceAll("-", "")}\n` },
    { path: "/etc/nsswitch.conf", text: "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n" },
    { path: "/etc/pam.d/sudo", text: PAM },
    { path: "/etc/pam.d/other", text: PAM },
    { path: "/etc/sudoers", text: "Defaults env_reset\nroot ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n", mode: 0o440 },
    { path: "/etc/profile", text: "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n" },
    { path: "/etc/lab/faults", text: faultsFile(spec.faults ?? {}) },
    ...(server ? [{ path: "/etc/lab/configuration-server", text: serverFile(server) }] : []),
    dmi("product_uuid", biosId),
    dmi("product_serial", `VMware-${biosId}`),
    dmi("product_name", "VMware Virtual Platform"),
    dmi("sys_vendor", "VMware, Inc."),
    dmi("chassis_asset_tag", "No Asset Tag"),
  ];
}

const serverFile = ({ address, passphrase, configJson }: typeof LAB_CONFIGURATION_SERVER): string =>
  `ADDRESS=${address}\nPASSPHRASE_SHA256=${sha256(passphrase)}\nCONFIG_SHA256=${sha256(configJson)}\n`;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
