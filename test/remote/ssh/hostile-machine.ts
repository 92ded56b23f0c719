import type { ServerChannel } from "ssh2";
import { type ServerScript, sshServer, type TestServer } from "./ssh-server.js";

/** What a machine in the wrong hands makes of a script: an answer with any status, or whatever it does with the channel. */
export type Mischief = (script: string) => Readonly<{ stdout: string; status?: string }> | ((channel: ServerChannel, begin: string) => void);

/** A server that passes for a shell of root's, because it computes the proof by itself, and from then on answers as it likes. Gives all that it was told. */
export async function hostileMachine(mischief: Mischief, more: ServerScript = {}): Promise<TestServer & Readonly<{ heard: string[] }>> {
  const heard: string[] = [];
  const server = await sshServer({ ...more, exec: more.exec ?? ((channel, command) => pretend(channel, { command, mischief, heard })) });
  return Object.assign(server, { heard });
}

type Pretence = Readonly<{ command: string; mischief: Mischief; heard: string[] }>;

function pretend(channel: ServerChannel, { command, mischief, heard }: Pretence): void {
  let pending = "";
  channel.on("error", () => {});
  channel.on("data", (chunk: Buffer) => {
    heard.push(chunk.toString());
    pending += chunk.toString();
    const [, first, second] = /\$\(\((\d+) \+ (\d+)\)\)/.exec(pending) ?? [];
    if (first !== undefined) {
      const sum = `\nmf-${Number(first) + Number(second)}`;
      channel.write(`${sum} 0 ${command.replaceAll(" ", "")}\n`);
      channel.stderr.write(`${sum}\n`);
      pending = "";
      return;
    }
    const mark = /(mf-[0-9a-f]{24}) "\$mf_status"\n$/.exec(pending)?.[1];
    if (mark === undefined) return;
    const answer = mischief(pending);
    pending = "";
    const begin = `\n${mark}\n`;
    channel.stderr.write(begin);
    if (typeof answer === "function") return answer(channel, begin);
    const end = `\n${mark}-ended ${answer.status ?? "0"}\n`;
    channel.write(`${begin}${answer.stdout}${end}`);
    channel.stderr.write(end);
  });
}
