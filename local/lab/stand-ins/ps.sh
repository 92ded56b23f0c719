#!/bin/sh
# LAB STAND-IN of ps: every process with all its words and its number; -o args leaves the number out.
case "$*" in
  *args* | *cmd* | *command*) echo COMMAND && shown='' ;;
  *) echo '    PID CMD' && shown='\1 ' ;;
esac
LC_ALL=C grep -aH '' /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | sed "s|^[^:]*/\([0-9]*\)/cmdline:|$shown|"
