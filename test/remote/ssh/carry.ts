import type { ChildProcess } from "node:child_process";
import type { ServerChannel } from "ssh2";

/** Lets a process of this machine answer a channel of the test server, its exit code included. */
export function carry(channel: ServerChannel, child: ChildProcess): void {
  if (!child.stdin || !child.stdout || !child.stderr) throw new Error("a child without pipes");
  channel.pipe(child.stdin.on("error", () => {}));
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on("close", (code) => {
    channel.exit(code ?? 1);
    channel.close();
  });
}
