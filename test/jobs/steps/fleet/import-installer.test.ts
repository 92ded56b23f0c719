import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkUpload } from "../../../../lib/jobs/steps/fleet/import-installer.js";
import { tarArchive } from "../../../../local/lab/installer/tar.js";
import { aJob } from "../../../store/samples.js";

type Context = Parameters<typeof checkUpload.run>[0];

const builtFor = (osTag: string) =>
  gzipSync(tarArchive([{ path: ".vx_version", content: Buffer.from(`VERSION=9.62.0.0\nOS_BUILT_FOR=${osTag}\n`), mode: 0o644 }], new Date(0)));

/** The check of a file that was uploaded under this name; `removed`: the names of uploads that were taken away. */
function checking(fileName: string, bytes: Buffer) {
  const removed: string[] = [];
  const content = {
    openUpload: async () => Readable.from([bytes]),
    removeUpload: async (_id: string, name: string) => void removed.push(name),
  };
  const target = { kind: "installer", name: fileName, friendlyName: fileName } as const;
  const job = aJob(new Date("2026-11-01T10:00:00.000Z"), { recipe: "import-installer", target, input: { importId: "import-1" } });
  const installers = { findByFileName: async () => undefined };
  const context = { job, content, installers, signal: new AbortController().signal } as unknown as Context; // all that the step asks for
  return { run: () => checkUpload.run(context), removed };
}

describe("a file that was uploaded as an installer", () => {
  const NAME = "Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_15Jan2025_release.tar.gz";

  it("is taken when its content is for the system of its name", async () => {
    const { run, removed } = checking(NAME, builtFor("UBUNTU-22.04-64"));
    expect(await run()).toMatchObject({ type: "done", message: expect.stringContaining("for UBUNTU-22.04-64 by its content, as its name says") });
    expect(removed).toEqual([]);
  });

  it("is refused and taken away when its content is for another system, and says which", async () => {
    const { run, removed } = checking(NAME, builtFor("RHEL8-64"));
    await expect(run()).rejects.toMatchObject({
      code: "InstallerCorrupt",
      message: `${NAME} is for RHEL8-64 by its content, and for UBUNTU-22.04-64 by its name`,
    });
    expect(removed).toEqual([NAME]);
  });
});
