import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FleetError } from "../../../../lib/core/errors.js";
import type { StagedFile } from "../../../../lib/remote/machine.js";
import { loginShell } from "../../../../lib/remote/posix/login-shell.js";
import { rootFolder } from "../../../../lib/remote/posix/root-folder.js";
import { shell } from "../../../../lib/remote/posix/shell.js";
import { stage } from "../../../../lib/remote/posix/upload/stage.js";
import type { StagingPlace } from "../../../../lib/remote/posix/upload/staging-place.js";
import type { Transport } from "../../../../lib/remote/transport.js";
import { pace, until } from "../../../until.js";
import { localTransport } from "../local-transport.js";
import { underEachShell } from "../under-each-shell.js";

const fence = { installation: "site-1", token: 5 };
const content = randomBytes(300_000);
const sha256 = createHash("sha256").update(content).digest("hex");

underEachShell("staging", ["flock"], (under) => {
  let base: string;
  let place: StagingPlace;
  const part = () => join(base, "cache", `${sha256}.part`);
  const options = { fence, budgetMs: 5_000 };

  beforeEach(() => {
    base = join(mkdtempSync(join(tmpdir(), "mf-stage-")), "base");
    const transport = localTransport(under);
    const user = shell("here", loginShell(transport));
    place = { address: "here", transport, user, folder: rootFolder(user, base, "here"), loginIsRoot: true };
  });
  afterEach(() => rmSync(join(base, ".."), { recursive: true, force: true }));

  it("brings a file into the cache, and sends nothing when it is there", async () => {
    const path = join(base, "cache", sha256);
    expect(await stage(place, file(), options)).toEqual({ ready: true, path, sentBytes: content.length });
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(await stage(place, file(), options)).toEqual({ ready: true, path, sentBytes: 0 });
    expect(readdirSync(join(base, "cache")).filter((name) => name !== ".lock")).toEqual([sha256]);
  });

  it("stops when its time is over and goes on at the size that is there", async () => {
    const slow = file({ chunk: 100_000, everyMs: 30 });
    const first = await stage(place, slow, { fence, budgetMs: 1 });
    expect(first).toEqual({ ready: false, receivedBytes: 100_000, sentBytes: 100_000 });
    expect(await stage(place, slow, options)).toMatchObject({ ready: true, sentBytes: 200_000 });
  });

  it("finishes an upload that is whole without sending anything", async () => {
    await stage(place, file(), { fence, budgetMs: 1 }).then(() => rmSync(join(base, "cache", sha256), { force: true }));
    writeFileSync(part(), content);
    expect(await stage(place, file(), options)).toMatchObject({ ready: true, sentBytes: 0 });
  });

  it("takes the file that another fleet made of the same upload", async () => {
    const other = { ...options, fence: { installation: "site-2", token: 1 } };
    const ask: StagingPlace["folder"]["ask"] = async (scripts, finish) => {
      if (existsSync(part()) && statSync(part()).size === content.length) expect(await stage(place, file(), other)).toMatchObject({ sentBytes: 0 });
      return place.folder.ask(scripts, finish);
    };
    expect(await stage({ ...place, folder: { ...place.folder, ask } }, file(), options)).toMatchObject({ ready: true, sentBytes: content.length });
  });

  it("begins anew when more is there than the file has", async () => {
    mkdirSync(join(base, "cache"), { recursive: true, mode: 0o700 });
    writeFileSync(part(), Buffer.alloc(content.length + 1));
    expect(await stage(place, file(), options)).toMatchObject({ ready: true, sentBytes: content.length });
  });

  it("removes what arrived with another digest", async () => {
    await expect(stage(place, file({ bytes: randomBytes(content.length) }), options)).rejects.toMatchObject({ code: "InstallerCorrupt" });
    expect(readdirSync(join(base, "cache")).filter((name) => name !== ".lock")).toEqual([]);
  });

  it("does not trust a file of the cache that was changed", async () => {
    await stage(place, file(), options);
    writeFileSync(join(base, "cache", sha256), "something else");
    expect(await stage(place, file(), options)).toMatchObject({ ready: true, sentBytes: content.length });
  });

  it("says which folder lacks how much space before it sends", async () => {
    const huge = { ...file(), sizeBytes: 2 ** 50 };
    await expect(stage(place, huge, options)).rejects.toMatchObject({
      code: "NotEnoughSpace",
      message: expect.stringMatching(new RegExp(`${base}/cache needs ${2 ** 50} bytes .* has \\d+ bytes free`)),
    });
  });

  it("refuses an older token", async () => {
    await stage(place, file(), options);
    await expect(stage(place, file(), { ...options, fence: { ...fence, token: 4 } })).rejects.toMatchObject({ code: "Fenced" });
  });

  it("leaves an upload alone that another connection is writing, and says how far it is", async () => {
    mkdirSync(join(base, "cache"), { recursive: true, mode: 0o700 });
    const writer = spawn("sh", ["-c", 'exec 9>>"$1.lock"; flock 9; echo $$ >"$1.lock"; while sleep 0.1; do printf 12345 >>"$1"; done', "sh", part()]);
    await until(() => existsSync(part()) && statSync(part()).size > 0);
    const state = await stage(place, file(), options);
    expect(state).toMatchObject({ ready: false, sentBytes: 0 });
    writer.kill("SIGKILL");
  });

  it("takes over an upload whose writer hangs on a dead connection", async () => {
    mkdirSync(join(base, "cache"), { recursive: true, mode: 0o700 });
    writeFileSync(part(), content.subarray(0, 1000));
    const writer = spawn("sh", ["-c", 'exec 9>>"$1.lock"; flock 9; echo $$ >"$1.lock"; exec cat >>"$1"', "sh", part()], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    await until(() => existsSync(`${part()}.lock`) && statSync(`${part()}.lock`).size > 0);
    expect(await stage(place, file(), options)).toMatchObject({ ready: true, sentBytes: content.length - 1000 });
    await until(() => writer.signalCode === "SIGKILL");
  });

  it("ends a read of storage that hangs when the connection is lost", async () => {
    let [begun, ended] = [false, false];
    async function* lend(_offset: number, signal: AbortSignal) {
      begun = true;
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      ended = true;
      yield Buffer.alloc(0);
    }
    const lost = new FleetError("ConnectionLost", "the line is cut");
    const run: Transport["run"] = async (line, options) => {
      void place.transport.run(line, options);
      await until(() => begun);
      throw lost;
    };
    await expect(stage({ ...place, transport: { ...place.transport, run } }, { ...file(), lend }, options)).rejects.toBe(lost);
    await until(() => ended);
  });

  it("keeps the three newest other files", async () => {
    mkdirSync(join(base, "cache"), { recursive: true, mode: 0o700 });
    const old = ["a", "b", "c", "d", "e"].map((letter) => letter.repeat(64));
    for (const [age, name] of old.entries()) {
      writeFileSync(join(base, "cache", name), "x");
      utimesSync(join(base, "cache", name), 1_000_000 - age, 1_000_000 - age);
    }
    await stage(place, file(), options);
    expect(
      readdirSync(join(base, "cache"))
        .filter((name) => name !== ".lock")
        .sort(),
    ).toEqual([...old.slice(0, 3), sha256].sort());
  });
});

function file({ bytes = content, chunk = content.length, everyMs = 0 } = {}): StagedFile {
  async function* lend(offset: number) {
    for (let at = offset; at < bytes.length; at += chunk) {
      await pace(everyMs);
      yield bytes.subarray(at, at + chunk);
    }
  }
  return { sha256, sizeBytes: content.length, lend };
}
