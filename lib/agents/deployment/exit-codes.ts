/** What a script of a package ends with, beside the installer's own codes. `windows`: the number there, when it is another. */
export type PackageExitCode = Readonly<{ code: number; windows?: number; meaning: string; cure: string }>;

/** Codes that the vendor's installers do not use, and three by which a script says before them what they would end with. Those from 220 to 227 are also the codes of lib/agents/linux/scripts. */
export const PACKAGE_EXIT_CODES: readonly PackageExitCode[] = [
  { code: 0, meaning: "done: the version was read from the machine afterwards", cure: "nothing" },
  {
    code: 194,
    windows: 3010,
    meaning:
      "done, a restart is recommended (Linux: only with `--restart-code 194`, else 0; an exit code there ends at 255, and 3010 would become 194)",
    cure: "restart when the machine may",
  },
  {
    code: 1641,
    meaning: "done, a restart is mandatory (Windows): the installer says so, or the filter driver waits for it",
    cure: "restart before the machine is replicated",
  },
  {
    code: 11,
    meaning:
      "no installer updates the installed version (Windows: below 9.6.0.0; Linux: of VMware on a machine of Azure, below 9.20); nothing was changed",
    cure: "remove the agent, restart, and run the script again",
  },
  { code: 75, meaning: "the agent is a master target; nothing was changed", cure: "update it with the servers of its fabric" },
  {
    code: 76,
    meaning: "the agent was installed for the platform Azure; nothing was changed",
    cure: "leave it to the replication between regions, or remove it, restart, and run the script again",
  },
  { code: 220, meaning: "no space, or no folder to work in", cure: "free space below /var/lib, or on the system drive" },
  { code: 221, meaning: "the installer could not be unpacked", cure: "install xz for LZMA archives" },
  { code: 222, meaning: "the archive holds no installer", cure: "make the package again" },
  { code: 223, meaning: "programs may not run below /var/lib", cure: "mount it without noexec" },
  { code: 224, meaning: "the configurator or the uninstaller is not there", cure: "the agent is damaged: remove it and install anew" },
  { code: 226, meaning: "the installer vanished before it was started", cure: "exclude the folders of antivirus.txt from the virus scanner" },
  { code: 227, meaning: "the server could not be reached from the machine", cure: "open the way to the port of the server" },
  { code: 230, meaning: "a switch that the script does not know", cure: "see the first lines of the script" },
  { code: 231, meaning: "not root, not an administrator", cure: "run it as root, as administrator, or as the system" },
  { code: 232, meaning: "the package has no installer for this operating system", cure: "make one with its OS tag, or exclude the machine" },
  {
    code: 233,
    meaning: "the installer is not there, or could not be fetched",
    cure: "make a new package (links end), or put the file into installers/",
  },
  { code: 234, meaning: "the installer is not the file that the package was made for", cure: "copy it again; nothing was run" },
  { code: 235, meaning: "the file with the registration secret is missing, empty, or open to others", cure: "see The registration secret" },
  { code: 236, meaning: "the installer claimed success, and the machine does not have the version", cure: "read the log of the installer" },
  {
    code: 237,
    meaning: "the agent is registered with another server; nothing was changed",
    cure: "move it with Register-AsrMobilityService, or leave it",
  },
  { code: 238, meaning: "the configurator claimed success, and the agent is not registered", cure: "read the log" },
  {
    code: 239,
    windows: 1618,
    meaning: "another installation or update is at work",
    cure: "nothing: try again later (1618 makes Configuration Manager do so)",
  },
  {
    code: 240,
    meaning: "the installed version is too old for one step",
    cure: "Update-AsrMobilityService goes by hops; or a package with TargetVersion",
  },
  { code: 241, meaning: "the agent is of the other generation (classic, modernized); nothing was changed", cure: "migrate it as the vendor says" },
  { code: 242, meaning: "the agent is damaged: its version or folder cannot be read", cure: "remove it and install anew" },
  { code: 243, meaning: "installed, but services, driver or the last steps are not as they should be", cure: "read the log; restart the machine" },
  { code: 244, meaning: "the uninstaller claimed success, and the agent is still there", cure: "read the log" },
  {
    code: 249,
    meaning: "installed, and the filter driver does not stand before the disks (Windows)",
    cure: "read the log of the installer; run it again",
  },
  { code: 245, meaning: "the package lies in a folder that everybody can write (Linux)", cure: "unpack it where only root can write" },
];
