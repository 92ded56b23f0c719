import { spawn } from "node:child_process";
import type { ServerChannel } from "ssh2";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../../lib/core/secret.js";
import { createConnect } from "../../../../lib/remote/connect.js";
import type { SshTarget } from "../../../../lib/remote/machine.js";
import { needs } from "../../../here.js";
import { newPrivateKey } from "../../../private-key.js";
import { carry } from "../../ssh/carry.js";
import { sshServer, type TestServer } from "../../ssh/ssh-server.js";

/**
 * Recorded: what sudo-rs printed (0.2.14 as built from its source, prefix `sudo:`; 0.2.5 of Debian 13, prefix `sudo-rs:`). It shows the question once,
 * asks a single time, and 0.2.5 takes all that comes with the password. The rest is played by this process: whoever answers is of this process's user.
 */
const SAYS = {
  asks: "interactive authentication is required",
  wrong: "Authentication failed, try again.\nsudo: Authentication required but not attempted",
  noRule: "I'm sorry fleet. I'm afraid I can't do that",
} as const;

type Played = Readonly<{ prefix: string; rule: "password" | "none"; prompts: boolean }>;

function sudoRs({ prefix, rule, prompts }: Played): Promise<TestServer> {
  const fail = (channel: ServerChannel, words: string) => {
    channel.stderr.write(`${prefix}: ${words}\n`);
    channel.exit(1);
    channel.close();
  };
  return sshServer({
    authenticate: (context) => (context.method === "none" ? context.reject() : context.accept()),
    exec: (channel, command) => {
      if (!command.includes("sudo ")) return carry(channel, spawn("/bin/sh", ["-c", `exec ${command}`]));
      if (rule === "none") return fail(channel, SAYS.noRule);
      if (command.includes(" -n ")) return fail(channel, SAYS.asks);
      const question = /-p (mf-\S+)/.exec(command)?.[1];
      if (question && prompts) channel.stderr.write(`[sudo: ${question}] Password: \n`);
      channel.once("data", (taken: Buffer) => {
        if (taken.toString().split("\n")[0] !== "right") return fail(channel, SAYS.wrong);
        carry(channel, spawn("/bin/sh", ["-c", "exec /bin/sh -s"]));
      });
    },
  });
}

/** A user of its own would need root; what the shell says of its user is then that of this process. */
const notRoot = needs("root");

describe.skipIf(notRoot).each(["sudo", "sudo-rs"])(`sudo-rs (its recorded words, as %s)${notRoot}`, (prefix) => {
  const connect = ({ target: { password: _own, ...target } }: TestServer, own: Pick<SshTarget, "password" | "privateKey">) =>
    createConnect({ baseDir: "/nonexistent" })({ ...target, ...own });

  it.each([true, false])("becomes root with the account's password (it shows our question: %s)", async (prompts) => {
    await using server = await sudoRs({ prefix, rule: "password", prompts });
    const root = await connect(server, { password: new Secret("right") });
    expect(await root.script("echo $(id -u)")).toMatchObject({ exitCode: 0, stdout: "0\n" });
    await root.close();
  });

  it("counts a wrong password, which it asks for once alone", async () => {
    await using server = await sudoRs({ prefix, rule: "password", prompts: true });
    const root = await connect(server, { password: new Secret("wrong") });
    const error = { code: "RootRequired", target: "Password", message: expect.stringMatching(/did not accept.*Authentication failed/) };
    await expect(root.script(":")).rejects.toMatchObject(error);
    await root.close();
  });

  it("says that it asks for a password when the account has none", async () => {
    await using server = await sudoRs({ prefix, rule: "password", prompts: true });
    const root = await connect(server, { privateKey: new Secret(newPrivateKey()) });
    const error = {
      code: "RootRequired",
      target: "127.0.0.1",
      message: expect.stringMatching(/account has none.*interactive authentication is required/),
    };
    await expect(root.script(":")).rejects.toMatchObject(error);
    await root.close();
  });

  it("says that there is no rule, and counts nothing", async () => {
    await using server = await sudoRs({ prefix, rule: "none", prompts: true });
    const root = await connect(server, { password: new Secret("right") });
    const error = { code: "RootRequired", target: "127.0.0.1", message: expect.stringMatching(/does not allow.*I'm afraid I can't do that/) };
    await expect(root.script(":")).rejects.toMatchObject(error);
    await root.close();
  });
});
