import { Socket } from "node:net";
import type { Destinations } from "../../core/destinations.js";
import { dial } from "../dial.js";
import type { SshTarget } from "../machine.js";
import type { CommandListener, Transport } from "../transport.js";
import { exec } from "./exec.js";
import { throughJumpHost } from "./jump.js";
import { prepareLogin } from "./login/login-methods.js";
import { openClient } from "./open-client.js";
import { openStaying } from "./open-staying.js";
import { openFiles } from "./sftp-files.js";

/**
 * Opens one connection and logs in, straight or through a jump host. The host key is judged before any credential is sent.
 * Errors: MachineUnreachable, JumpHostUnreachable (its cause says why), HostKeyUnknown, HostKeyMismatch, LoginRefused,
 * UnsupportedSshAlgorithms, DestinationDenied; the signal's reason when aborted.
 */
export async function connectSsh(target: SshTarget, allowed: Destinations, signal?: AbortSignal): Promise<Transport> {
  const login = await prepareLogin(target);
  signal?.throwIfAborted();
  const stream = target.jump ? await throughJumpHost(target.jump, target, allowed, signal) : dial(target, allowed);
  const { client, hostKey, lost, close } = await openClient(login, stream, signal);
  const staying = new Set<CommandListener>();
  const makeRoom = () => staying.forEach(({ giveWay }) => void giveWay());
  const connection = { client, address: target.address, lost, makeRoom };
  return {
    hostKey,
    address: target.address,
    ...(stream instanceof Socket && { bytes: () => stream.bytesRead + stream.bytesWritten }),
    run: (line, options = {}) => exec(connection, line, options),
    open: (line, listener) => {
      const kept: CommandListener = {
        ...listener,
        ended: (exit) => {
          staying.delete(kept);
          listener.ended(exit);
        },
      };
      return openStaying(connection, line, kept).then((opened) => {
        staying.add(kept);
        return opened;
      });
    },
    files: (signal) => openFiles(client, target.address, signal),
    close,
  };
}
