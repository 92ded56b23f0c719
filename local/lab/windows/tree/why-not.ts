import { which } from "../../disk/which.js";
import { runLocal } from "../../run-local.js";
import { debianMirror } from "./mirror.js";

/** Why Windows machines cannot run here, whatever is cached; null where they can. */
export async function whyNoWindowsHere(): Promise<string | null> {
  if (process.platform !== "linux" || process.arch !== "x64")
    return `Windows machines of the lab need Linux on x86-64; this is ${process.platform} on ${process.arch}`;
  if (process.getuid?.() !== 0) return "Windows machines of the lab need root";
  const tried = await runLocal(["unshare", "--mount", "--uts", "--ipc", "--pid", "--fork", "mount", "-t", "tmpfs", "none", "/mnt"]).catch(
    (error: Error) => ({ exitCode: null, stderr: error.message }),
  );
  return tried.exitCode === 0 ? null : `Windows machines of the lab need namespaces and mounts: ${tried.stderr.trim()}`;
}

/** Why the tree cannot be made here; null where it can. */
export async function whyNotMade(): Promise<string | null> {
  const cannotRun = await whyNoWindowsHere();
  if (cannotRun) return cannotRun;
  if (!(await which("debootstrap")))
    return "The Windows tree is made with debootstrap; install it first, on Debian with: apt-get install debootstrap";
  if (!(await debianMirror())) return "The Windows tree comes from the mirror of Debian that apt uses; apt's sources here name none";
  const sdk = await runLocal(["dotnet", "--version"]).catch(() => ({ stdout: "" })); // not on PATH
  if (Number.parseInt(sdk.stdout, 10) >= 10) return null;
  return "PowerShell for the Windows tree is built with the .NET 10 SDK (https://dot.net); it is not on PATH";
}
