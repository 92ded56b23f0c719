# shellcheck shell=sh
# Sets `digest` to the SHA-256 of a file in lower-case hex, with whatever this machine has for it.
mf_sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    digest=$(sha256sum <"$1")
  elif command -v openssl >/dev/null 2>&1; then
    digest=$(openssl dgst -sha256 <"$1")
    digest=${digest##* }
  elif command -v busybox >/dev/null 2>&1; then
    digest=$(busybox sha256sum <"$1")
  else
    mf_fail "neither sha256sum nor openssl is there to check what was uploaded; install coreutils."
  fi
  digest=${digest%% *}
}
