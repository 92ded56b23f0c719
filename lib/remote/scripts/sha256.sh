# shellcheck shell=sh
# Prints the SHA-256 of a file in lower-case hex, with whatever this machine has for it.
mf_sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1" | cut -d' ' -f1
  elif command -v openssl >/dev/null 2>&1; then
    openssl dgst -sha256 <"$1" | sed 's/.*= *//'
  elif command -v busybox >/dev/null 2>&1; then
    busybox sha256sum <"$1" | cut -d' ' -f1
  else
    mf_fail "neither sha256sum nor openssl is there to check what was uploaded; install coreutils."
  fi
}
