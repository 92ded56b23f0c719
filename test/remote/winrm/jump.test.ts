import { connect as dial } from "node:net";
import { expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import { createConnect } from "../../../lib/remote/connect.js";
import type { JumpTarget } from "../../../lib/remote/machine.js";
import { connectWinrm } from "../../../lib/remote/winrm/connect-winrm.js";
import { sshServer, type TestServer } from "../ssh/ssh-server.js";
import { PASSWORD, winrmServer } from "./winrm-server.js";
import type { Machine } from "./wsman-shells.js";

const silent: Machine = {
  run: async () => ({ stdout: "", stderr: "", exitCode: 0, truncated: false }),
  open: async () => ({ write: () => {}, end: () => {}, kill: () => {} }),
};
const talker: Machine = {
  run: silent.run,
  open: async (_line, { ended }) => ({ write: () => {}, end: () => ended({ exitCode: 0 }), kill: () => {} }),
};
const connect = createConnect({ baseDir: "/none" });
const by = ({ target }: TestServer): JumpTarget => ({
  ...{ name: "dmz", address: target.address, port: target.port, userName: "jumper", password: new Secret("right") },
  hostKeySha256: target.hostKeySha256 ?? "",
});

it.each(["WinRmHttps", "WinRmHttp"] as const)("reaches %s of a machine through a jump host, and ends its shell there", async (transport) => {
  await using jump = await sshServer();
  await using machine = await winrmServer(silent, { transport });
  const remote = await connect({ ...machine.target, jump: by(jump) });
  expect(jump.tried).toEqual(["password"]);
  expect(machine.heard.join("\n")).toContain("transfer/Create");
  await remote.close();
  expect(machine.heard.join("\n")).toContain("transfer/Delete");
});

it("leaves nothing behind on a connection that is used again and again", async () => {
  const warnings: string[] = [];
  const warned = ({ message }: Error) => void warnings.push(message);
  process.on("warning", warned);
  await using server = await winrmServer(talker);
  const transport = await connectWinrm(server.target, async () => dial({ port: server.target.port, host: "127.0.0.1" }));
  for (let time = 0; time < 8; time++) await transport.run("powershell.exe", { stdin: "again" }); // some requests each
  await transport.close();
  process.off("warning", warned);
  expect(warnings.filter((message) => message.includes("listeners"))).toEqual([]);
});

it("judges the certificate behind the jump host before anything is sent there", async () => {
  await using jump = await sshServer();
  await using machine = await winrmServer(silent);
  const target = { ...machine.target, jump: by(jump), hostKeySha256: "A".repeat(43) };
  await expect(connect(target)).rejects.toMatchObject({ code: "HostKeyMismatch" });
  expect(machine.heard).toEqual([]);
});

it("tells the jump host's troubles as its own, and gives it no credential of the machine's", async () => {
  await using jump = await sshServer({ forward: "refuse" });
  await using machine = await winrmServer(silent);
  const shut = connect({ ...machine.target, jump: by(jump) });
  await expect(shut).rejects.toMatchObject({ code: "MachineUnreachable", message: expect.stringContaining("dmz") });
  const refused = connect({ ...machine.target, jump: { ...by(jump), password: new Secret("wrong") } });
  await expect(refused).rejects.toMatchObject({ code: "JumpHostUnreachable" });
  expect(JSON.stringify(jump.tried)).not.toContain(PASSWORD.reveal());
});
