import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { movedPaths } from "../../../../local/lab/simulated/moved-paths.js";

const ROOT = "/tmp/lab/disk/root";
const paths = movedPaths(ROOT);

it("moves the paths of files, and leaves programs' interpreters, devices and what only looks like a path", () => {
  expect(paths.inward("cat /etc/hosts >/var/log/x; PATH=/usr/bin:/sbin:/bin")).toBe(
    `cat ${ROOT}/etc/hosts >${ROOT}/var/log/x; PATH=${ROOT}/usr/bin:${ROOT}/sbin:${ROOT}/bin`,
  );
  const same = '#!/bin/sh\nread x </dev/null; cat "$vx/etc/a" https://host/var/a s/usr/x/ $MF_RUN%/run/work /proc/$$/stat /libexec';
  expect(paths.inward(same)).toBe(same);
  expect(paths.inward(": >/dev/involflt; cat /proc/[0-9]*/stat")).toBe(`: >${ROOT}/dev/involflt; cat ${ROOT}/proc/[0-9]*/stat`);
});

it("leaves no path of the real machine in any script of the product and of the lab's installer", () => {
  const scripts = ["lib", "local/lab/installer", "local/lab/disk/files"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => (name.endsWith(".sh") ? [join(folder, name)] : [])),
  );
  expect(scripts.length).toBeGreaterThan(30);
  for (const script of scripts) {
    const code = readFileSync(script, "utf8").replace(/^\s*#(?!!).*$/gm, "");
    const rest = paths.inward(code).replaceAll(`${ROOT}/`, "MOVED/");
    const left = [...rest.matchAll(/(?<![\w.}%*$\\/\]-])\/(?:usr|etc|var|root|home|tmp|run|opt|sys|lib|boot|sbin)\b\S*/g)].map(([path]) => path);
    expect({ script, left }).toEqual({ script, left: [] });
  }
});

it("moves what comes line by line, however it is cut, and tells before all processes are looked at", async () => {
  let looks = 0;
  const input = new PassThrough();
  const moved = text(input.pipe(paths.inwardLines(async () => void looks++)));
  for (const piece of ["cat /et", "c/hosts\n", "ls /proc/[0-9]", "*/stat\nprintf 'ä\\n' >/tm", "p/x"]) input.write(piece);
  input.end();
  expect(await moved).toBe(`cat ${ROOT}/etc/hosts\nls ${ROOT}/proc/[0-9]*/stat\nprintf 'ä\\n' >${ROOT}/tmp/x`);
  expect(looks).toBe(1);
});

it("moves back what scripts print, however it is cut, and holds nothing else back", async () => {
  const output = new PassThrough();
  const back = output.pipe(paths.outwardBytes());
  output.write("a line\n");
  expect(String(await new Promise((resolve) => back.once("data", resolve)))).toBe("a line\n");
  const rest = text(back);
  for (const piece of [`folder ${ROOT.slice(0, 7)}`, `${ROOT.slice(7)}/var\n/tmp/lab/`, "disk/other\n/tmp/la"]) output.write(piece);
  output.end();
  expect(await rest).toBe("folder /var\n/tmp/lab/disk/other\n/tmp/la");
});
