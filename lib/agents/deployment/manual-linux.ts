import { quote, toShell } from "../../remote/posix/quote.js";
import { installArguments, LINUX_INSTALL_DIR, registerArguments } from "../linux/commands.js";
import type { ManualHop, ManualStep, ManualWish } from "./manual-step.js";

const FOLDER = "/var/lib/mobility-service-by-hand";

/** For a shell of root's; each step stands alone, so that it may be typed into a new shell. */
export function linuxSteps(wish: ManualWish): readonly ManualStep[] {
  const { hops, registered } = wish;
  const first: ManualStep = {
    title: "As root: make a folder that nobody else can read or write",
    commands: ["umask 077", `mkdir -p ${FOLDER}`],
    note: "Become root with `sudo -i`. What root is going to run must not lie where others could exchange it.",
  };
  const ways = hops.flatMap((hop, i) => hopSteps(wish, hop, i > 0 || wish.installed !== undefined));
  const last: ManualStep = { title: "Clean up", commands: [`cd / && rm -rf ${FOLDER}`] };
  return [
    ...(hops.length > 0 || !registered ? [first] : []),
    ...ways,
    ...(registered ? [] : registration(wish)),
    ...(hops.length > 0 || !registered ? [last] : []),
  ];
}

function hopSteps({ generation }: ManualWish, hop: ManualHop, installed: boolean): readonly ManualStep[] {
  const { version, fileName, sha256, url } = hop;
  const file = quote(fileName);
  return [
    {
      title: `Fetch the installer of ${version} and check it`,
      commands: [`cd ${FOLDER}`, `curl -fsSL -o ${file} ${quote(url)}`, `echo ${quote(`${sha256}  ${fileName}`)} | sha256sum -c -`],
      note: `It must say OK. Without curl: \`wget -O ${file}\` and the same address. A machine that cannot reach it gets the file by scp, from where you can.`,
    },
    {
      title: "Unpack it",
      commands: [`cd ${FOLDER}`, `mkdir -p ${version} && cd ${version}`, unpack(hop)],
      note: "The file is called .tar.gz whatever it holds; the command is for what this one holds.",
    },
    {
      title: installed ? `Update to ${version}` : `Install ${version}`,
      commands: [`cd ${FOLDER}/${version}`, toShell(["./install", ...installArguments({ generation, installed })])],
      note: installed
        ? "It ends with 98 (older ones 209) when all went well: a restart is recommended. Its log is /var/log/ua_install.log."
        : "It ends with 0 when all went well. Its log is /var/log/ua_install.log.",
    },
    {
      title: "Look which version is there",
      commands: ["grep -E '^(VERSION|BUILD_TAG)=' /usr/local/.vx_version"],
      note: `It must be ${version} (the build may stand in BUILD_TAG). Only this proves it: 0 and 98 also come when nothing was installed.`,
    },
  ];
}

function unpack({ fileName, packing }: ManualHop): string {
  const file = quote(`../${fileName}`);
  switch (packing) {
    case "gzip":
      return `gzip -dc ${file} | tar -xf -`;
    case "xz":
      return `xz -dc ${file} | tar -xf -`;
    default:
      return `xz --format=lzma -dc ${file} | tar -xf -`;
  }
}

function registration(wish: ManualWish): readonly ManualStep[] {
  const [configurator = "", secretSwitch = "", secretFile = "", ...others] = registerArguments({ ...wish, agentDir: `${LINUX_INSTALL_DIR}/Vx` });
  const secret = `${FOLDER}/${secretFile}`;
  return [
    {
      title: "Put the registration secret into a file of root's",
      commands: [`umask 077; cat >${secret}`],
      note: "Paste it, then Ctrl-D on a new line. Type it into no command: every user can read command lines, and the history keeps them.",
    },
    {
      title: "Register",
      commands: [
        toShell([configurator, secretSwitch, secret, ...others]),
        `rm -f ${secret}`,
        "grep ^AGENT_CONFIGURATION_STATUS= /usr/local/.vx_version",
      ],
      note: `It must say Succeeded. 14 is a wrong address or secret, 13 an agent that another server has.${wish.installed === undefined ? "" : ` An agent that was not installed in ${LINUX_INSTALL_DIR} has the configurator in Vx/bin below its INSTALLATION_DIR, which /usr/local/.vx_version names.`}`,
    },
  ];
}
