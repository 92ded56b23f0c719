import type { MachineTarget } from "../machine.js";
import type { Transport } from "../transport.js";
import { type Lines, lines } from "./http/lines.js";
import { accountOf } from "./http/log-in.js";
import { openLine } from "./http/open-line.js";
import type { OpenStream } from "./http/open-socket.js";
import { runToEnd } from "./run-to-end.js";
import { openShell, type WinrmShell } from "./shell.js";
import { openStaying } from "./staying-command.js";

/**
 * Logs in to WinRM and opens a shell. Over HTTPS the certificate is judged before anything is sent; over HTTP, which has none, the password stays
 * here and all that is said is sealed by NTLM. Errors: MachineUnreachable, HostKeyUnknown, HostKeyMismatch, LoginRefused, CredentialUnusable,
 * RootRequired, CommandFailed; those of `openStream`; the signal's reason.
 */
export async function connectWinrm(target: MachineTarget, openStream: OpenStream, signal = new AbortController().signal): Promise<Transport> {
  accountOf(target); // before anybody knocks
  signal.throwIfAborted();
  const first = await openLine(target, openStream, signal);
  const pinned: MachineTarget = { ...target, hostKeyType: first.shown.type, hostKeySha256: first.shown.sha256 }; // all lines of a connection are to one server
  const talk = lines(first, (over) => openLine(pinned, openStream, over ?? signal));
  const shell = await openShell(target, talk, signal).catch((error: unknown) => {
    talk.close();
    throw error;
  });
  const open: Transport["open"] = (line, listener) => openStaying(shell, line, listener);
  return {
    ...{ hostKey: first.shown, address: target.address, open },
    run: (line, options = {}) => runToEnd({ address: target.address, open }, line, options),
    close: () => close(shell, talk),
  };
}

/** What runs in the shell ends; a server that does not answer ends it by itself. */
async function close(shell: WinrmShell, talk: Lines): Promise<void> {
  await shell.remove().catch(() => {});
  talk.close();
}
