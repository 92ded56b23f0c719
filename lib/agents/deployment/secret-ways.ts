import type { OsFamily } from "../antivirus/exclusions.js";
import type { Generation } from "../generation.js";
import { SECRET_FILE } from "../secret-file.js";

const GET_IT = {
  Classic:
    "Get it: on the configuration server, as administrator, in `%ProgramData%\\ASR\\home\\svsystems\\bin`: `genpassphrase.exe -v` (never `-n`, which shows a new one). Copy the text, no line end needed.",
  Modernized:
    "Get it: the appliance's configuration manager makes it from the machine details that the agent's configurator shows. It is a JSON text that names the appliance. Whether one file is good for several machines was not tried.",
} as const satisfies Record<Generation, string>;

/** How what an agent registers with gets to machines of these families, without ever standing on a command line. */
export function secretWays(generation: Generation, families: readonly OsFamily[]): readonly string[] {
  return [
    GET_IT[generation],
    ...(families.includes("Linux") ? linuxWays(SECRET_FILE[generation]) : []),
    ...(families.includes("Windows") ? windowsWays(SECRET_FILE[generation]) : []),
    "Afterwards remove the file. The agent keeps a copy of its own, which only root, or administrators, can read.",
  ];
}

const linuxWays = (file: string): readonly string[] => [
  `By hand, Linux: as root \`umask 077; cat >/root/${file}\`, paste, then Ctrl-D on a new line. Neither \`ps\` nor the shell's history sees it.`,
  `By copy, Linux: \`scp ${file} root@machine:/root/\`, then on the machine \`chown root /root/${file}; chmod 600 /root/${file}\`.`,
  "Not at all, Linux: install without registering, and let Mobility Fleet register the machine (`Install-AsrMobilityService` on it). It sends the secret over SSH into a file that only root reads, for as long as that takes.",
];

const windowsWays = (file: string): readonly string[] => [
  `Windows: a folder that is closed first (\`mkdir %ProgramData%\\MobilityServiceSecret && icacls %ProgramData%\\MobilityServiceSecret /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F\`), then the file \`${file}\` in it. When the folder is there already, remove it first: whoever made it may read what is put into it.`,
];
