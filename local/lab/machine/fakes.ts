import chkconfig from "../disk/files/chkconfig.sh";
import dmidecode from "../disk/files/dmidecode.sh";
import findmnt from "../disk/files/findmnt.sh";
import applyFaults from "../disk/files/lab-apply-faults.sh";
import labBoot from "../disk/files/lab-boot.sh";
import bootLayout from "../disk/files/lab-boot-layout.sh";
import labInit from "../disk/files/lab-init.sh";
import lsmod from "../disk/files/lsmod.sh";
import modprobe from "../disk/files/modprobe.sh";
import mokutil from "../disk/files/mokutil.sh";
import reboot from "../disk/files/reboot.sh";
import rpm from "../disk/files/rpm.sh";
import service from "../disk/files/service.sh";
import systemctl from "../disk/files/systemctl.sh";
import uname from "../disk/files/uname.sh";

const simulated = {
  "/usr/sbin/chkconfig": chkconfig,
  "/usr/sbin/dmidecode": dmidecode,
  "/usr/sbin/lsmod": lsmod,
  "/usr/sbin/modprobe": modprobe,
  "/usr/sbin/rmmod": modprobe,
  "/usr/bin/findmnt": findmnt,
  "/usr/bin/mokutil": mokutil,
  "/usr/sbin/reboot": reboot,
  "/usr/sbin/shutdown": reboot,
  "/usr/sbin/service": service,
  "/usr/bin/rpm": rpm,
  "/usr/bin/systemctl": systemctl,
  "/usr/lib/lab/apply-faults.sh": applyFaults,
  "/usr/lib/lab/boot.sh": labBoot,
  "/usr/lib/lab/boot-layout.sh": bootLayout,
  "/usr/lib/lab/init.sh": labInit,
};

/** What a lab machine has instead of the real programs, by path. The installers are for x86-64 only, so other processors need a uname that says so. */
export const FAKES: Readonly<Record<string, string>> = process.arch === "x64" ? simulated : { ...simulated, "/usr/bin/uname": uname };

/** Programs that the operating system of a pose does not have: no systemd before RHEL 7, no rpm on Debian. */
export function absentPrograms(osTag: string): readonly string[] {
  const old = /^(RHEL[56]|OL6|SLES11|UBUNTU-14|DEBIAN7)/.test(osTag);
  const debian = /^(UBUNTU|DEBIAN)/.test(osTag);
  return [...(old ? ["/usr/bin/systemctl"] : []), ...(debian ? ["/usr/bin/rpm", "/usr/sbin/chkconfig"] : [])];
}
