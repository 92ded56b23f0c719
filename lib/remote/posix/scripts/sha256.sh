# shellcheck shell=sh
# Sets `digest` to the SHA-256 of a file in lower-case hex, with whatever this machine has for it. For a large one openssl comes first: it starts
# slower, and where the processor helps it reads several times faster.
mf_sha256() { # FILE [BYTES]
  digest=
  if [ "${2:-0}" -ge 16000000 ] && command -v openssl >/dev/null 2>&1; then mf_openssl_sha256 "$1"; fi
  if [ ${#digest} -eq 64 ]; then
    return
  elif command -v sha256sum >/dev/null 2>&1; then
    digest=$(sha256sum <"$1") || mf_cut_off $?
  elif command -v openssl >/dev/null 2>&1; then
    mf_openssl_sha256 "$1"
  elif command -v busybox >/dev/null 2>&1; then
    digest=$(busybox sha256sum <"$1") || mf_cut_off $?
  else
    mf_fail "neither sha256sum nor openssl is there to check what was uploaded; install coreutils."
  fi
  digest=${digest%% *}
}

mf_openssl_sha256() {
  digest=$(openssl dgst -sha256 <"$1" 2>/dev/null) || mf_cut_off $?
  digest=${digest##* }
}

# Is the file of the cache there, and right? A wrong one is removed.
mf_cached() { # FILE SHA256 SIZE
  if [ ! -f "$1" ] || [ -L "$1" ]; then return 1; fi
  mf_sha256 "$1" "$3"
  [ "$digest" != "$2" ] || return 0
  rm -f "$1"
  return 1
}
