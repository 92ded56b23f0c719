import { messageOf } from "./host/process/host-log.js";
import { endWhenAsked } from "./start/ending.js";
import { readStartOptions, START_USAGE, type StartOptions } from "./start/options.js";
import { startWithLab } from "./start/with-lab.js";
import { startWithoutLab } from "./start/without-lab.js";

const say = (line: string) => console.log(line);
const ending = endWhenAsked(say);

try {
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) say(START_USAGE);
  else await start(options);
} catch (error) {
  await ending.fail(messageOf(error));
}

async function start({ lab, ...options }: StartOptions): Promise<void> {
  const run = lab ? startWithLab : startWithoutLab;
  const told = await run({ ...options, appDir: process.cwd(), say, opened: ending.opened });
  if (!ending.asked()) say(told);
}
