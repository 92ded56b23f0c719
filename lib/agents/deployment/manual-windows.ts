import type { ManualHop, ManualStep, ManualWish } from "./manual-step.js";
import {
  WINDOWS_CONFIGURATOR,
  WINDOWS_MIGRATE_ARGUMENTS,
  WINDOWS_REGISTRY,
  windowsInstallArguments,
  windowsRegistration,
} from "./windows-commands.js";

const FOLDER = "C:\\MobilityServiceByHand";

/** For a command prompt (cmd) of an administrator's. Nobody has run these commands here. */
export function windowsSteps(wish: ManualWish): readonly ManualStep[] {
  const { hops, registered } = wish;
  if (hops.length === 0 && registered) return [];
  const first: ManualStep = {
    title: "As administrator: make a folder that nobody else can read or write",
    commands: [`mkdir ${FOLDER} && icacls ${FOLDER} /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F`],
    note: "When it is there already, remove it first (rmdir /s /q) and do this again: whoever made it could exchange what an administrator is going to run.",
  };
  const ways = hops.flatMap((hop, i) => hopSteps(hop, wayOf(wish, i)));
  return [first, ...ways, ...(registered ? [] : registration(wish)), { title: "Clean up", commands: [`cd /d C:\\ & rmdir /s /q ${FOLDER}`] }];
}

type Way = Readonly<{ verb: string; arguments: string; note?: string }>;

/** How an installer is run: over nothing, over the other generation, or over an older version. */
function wayOf({ generation, installed, migrates }: ManualWish, n: number): Way {
  if (n === 0 && migrates)
    return {
      verb: "Migrate the agent from classic to modernized with",
      arguments: WINDOWS_MIGRATE_ARGUMENTS,
      note: "The agent leaves its configuration server by this; it must be registered with the appliance afterwards, and the machine is replicated anew from there. ",
    };
  const isThere = n > 0 || installed !== undefined;
  return { verb: isThere ? "Update to" : "Install", arguments: windowsInstallArguments({ generation, installed: isThere }) };
}

function hopSteps({ version, sha256, url }: ManualHop, way: Way): readonly ManualStep[] {
  const file = `${FOLDER}\\${version}.exe`;
  const extracted = `${FOLDER}\\${version}`;
  const download = `[Net.ServicePointManager]::SecurityProtocol = 3072; (New-Object Net.WebClient).DownloadFile('${url}', '${file}')`;
  return [
    {
      title: `Fetch the installer of ${version} and check it`,
      commands: [`powershell -NoProfile -Command "${download}"`, `certutil -hashfile ${file} SHA256`],
      note: `It must print ${sha256}; older Windows prints it with blanks.`,
    },
    { title: "Unpack it", commands: [`${file} /q /x:${extracted}`] },
    {
      title: `${way.verb} ${version}`,
      commands: [`start /wait "" ${extracted}\\UnifiedAgent.exe ${way.arguments}`, "echo %ERRORLEVEL%"],
      note: `${way.note ?? ""}0 is success, 3010 a recommended and 1641 a mandatory restart. Some releases call the program UnifiedAgentInstaller.exe. Logs: %ProgramData%\\ASRSetupLogs.`,
    },
    {
      title: "Look which version is there",
      commands: [`reg query "${WINDOWS_REGISTRY}"`],
      note: `Version must be ${version} (the build may stand in Build_Number), PostInstallActions Succeeded.`,
    },
  ];
}

function registration(wish: ManualWish): readonly ManualStep[] {
  const { secretSwitch, secretFile, arguments: others } = windowsRegistration(wish);
  const secret = `${FOLDER}\\${secretFile}`;
  return [
    {
      title: "Put the registration secret into a file that only administrators read",
      commands: [`notepad ${secret}`],
      note: "Paste it and save. Type it into no command: command lines are logged and can be read.",
    },
    {
      title: "Register",
      commands: [
        `start /wait "" "${WINDOWS_CONFIGURATOR}" ${others} ${secretSwitch} ${secret}`,
        "echo %ERRORLEVEL%",
        `del ${secret}`,
        `reg query "${WINDOWS_REGISTRY}" /v AgentConfigurationStatus`,
      ],
      note: "It must say Succeeded. 14 is a wrong address or secret, 13 an agent that another server has.",
    },
  ];
}
