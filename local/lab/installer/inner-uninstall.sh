#!/bin/sh
# LAB INSTALLER - not Microsoft's. The real one refuses to be run alone, so does this.
echo "Run uninstall.sh in the installation directory instead." >&2
exit 1
