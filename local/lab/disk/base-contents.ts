const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Without these a lab machine cannot be made. */
export const REQUIRED_COMMANDS = words(`
  sh cat chmod chown cp cut date dd df dirname basename du echo env expr false head hostname id ln ls mkdir mkfifo mktemp mv printf pwd readlink
  rm rmdir sha256sum sleep sort stat stty sync tail tee test timeout touch tr true uname uniq wc whoami
  awk sed grep find xargs tar gzip mount umount setsid flock`);

/** Copied where this machine has them. */
export const OPTIONAL_COMMANDS = words(`
  ps kill bash dash sshd sudo su xz lzma unlzma egrep fgrep gunzip zcat mawk gawk cmp diff nohup nice nproc seq shuf tac od md5sum sha1sum base64 chroot
  free uptime pgrep pkill pidof top vmstat w sysctl dmesg findmnt lsblk blkid getent getconf ip locale logger mountpoint more less which who
  realpath install chgrp mknod split comm paste join fold nl truncate tty users groups logname arch sum cksum b2sum
  sha512sum link unlink pathchk printenv stdbuf setpriv unshare ionice taskset lscpu hexdump busybox curl wget openssl`);

/** Whole folders of helpers, OpenSSH's and sudo's. They are at different places on different distributions. */
export const PROGRAM_FOLDERS = ["/usr/lib/openssh", "/usr/libexec/openssh", "/usr/lib/ssh", "/usr/libexec/sudo", "/usr/lib/sudo"];

const libraryFolders = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu"];
const modules = ["security/pam_unix.so", "security/pam_permit.so", "security/pam_deny.so", "libnss_files.so.2", "libnss_dns.so.2"];

/** Modules that programs load by name: how sudo asks for a password, how names are looked up. */
export const MODULES = libraryFolders.flatMap((folder) => modules.map((module) => `${folder}/${module}`));

/** Configuration and data that the copied programs read. */
export const OPTIONAL_FILES = [
  "/etc/ld.so.cache",
  "/etc/ssh/moduli",
  "/etc/protocols",
  "/etc/services",
  "/usr/lib/locale/C.utf8",
  "/usr/share/misc/magic.mgc",
];

/** Empty folders and their modes. */
export const SYSTEM_FOLDERS: Readonly<Record<string, number>> = {
  etc: 0o755,
  "etc/pam.d": 0o755,
  "etc/ssh": 0o755,
  "etc/sudoers.d": 0o750,
  "etc/init.d": 0o755,
  boot: 0o755,
  dev: 0o755,
  home: 0o755,
  opt: 0o755,
  proc: 0o755,
  root: 0o700,
  run: 0o755,
  "run/sshd": 0o755,
  sys: 0o755,
  tmp: 0o1777,
  "usr/local": 0o755,
  "usr/local/bin": 0o755,
  "usr/share/empty.sshd": 0o711,
  var: 0o755,
  "var/cache": 0o755,
  "var/empty/sshd": 0o711,
  "var/lib": 0o755,
  "var/log": 0o755,
  "var/tmp": 0o1777,
};
