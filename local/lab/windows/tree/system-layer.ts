import { rm } from "node:fs/promises";
import { join } from "node:path";
import { FleetError } from "../../../../lib/core/errors.js";
import { must } from "./in-layers.js";
import type { Layer } from "./layer.js";
import { debianMirror } from "./mirror.js";

const SUITE = "trixie";
/** Wine, OpenSSH's sftp-server, and what the WinRM stand-in needs to speak NTLM. */
const PACKAGES = ["wine64", "wine", "ca-certificates", "openssh-sftp-server", "python3-minimal", "python3-gssapi", "gss-ntlmssp"];
const KEPT_FOR_NOBODY = ["var/cache/apt/archives", "var/lib/apt/lists", "usr/share/doc", "usr/share/man", "usr/share/locale"];

/** Wine 10, which Debian has since release 13, from the mirror that apt uses here. */
export const systemLayer: Layer = {
  name: "system",
  recipe: [SUITE, PACKAGES, KEPT_FOR_NOBODY],
  on: [],
  make: async ({ folder }) => {
    const mirror = await debianMirror();
    if (!mirror)
      throw new FleetError("InvalidSettings", "The Windows tree comes from the mirror of Debian that apt uses; apt's sources here name none");
    const bootstrap = ["debootstrap", "--variant=minbase", `--include=${PACKAGES.join(",")}`, SUITE, folder, mirror];
    await must(["nice", "-n", "15", "setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child", ...bootstrap]); // what it mounts ends with it
    for (const path of KEPT_FOR_NOBODY) await rm(join(folder, path), { recursive: true, force: true });
  },
};
