import { resultOf } from "../command-end.js";
import type { ShellOpener } from "../staying/open-shell.js";
import { type Shell, shellPool } from "../staying/shell-pool.js";
import { neverBegan } from "./login-shell.js";
import { wrapScript } from "./wrap-script.js";

/** Runs POSIX sh text as one user, in shells that are opened by `open` and stay. Errors: those of the opener and of the transport. */
export const shell = (address: string, open: ShellOpener): Shell => shellPool({ address, open, wrap: wrapScript, resultOf, neverBegan }).run;
