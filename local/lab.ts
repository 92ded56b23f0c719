import { messageOf } from "./host/process/host-log.js";
import { makeWindows } from "./lab/windows/make-windows.js";
import { runMachine } from "./lab/windows/run-machine.js";

const USAGE = [
  "npm run lab -- windows\n    makes what Windows machines of the lab lie on, where it is not there yet, and lets it check itself",
  "npm run lab -- windows-machine [--shell cmd|powershell] [--name win-01]\n    runs one such machine until Ctrl-C",
].join("\n\n");
const say = (line: string) => console.log(line);

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function run(words: readonly string[]): Promise<number> {
  if (words[0] === "windows" && words.length === 1) return makeWindows({ say, environment: process.env });
  if (words[0] === "windows-machine") return runMachine({ say }, words.slice(1));
  say(`What a lab needs and the demo never fetches by itself; see docs/lab.md.\n\n${USAGE}`);
  return words.includes("--help") || words.includes("-h") ? 0 : 2;
}
